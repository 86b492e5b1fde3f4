"""Which of our ids is which of the office's, and resources with the ones in the place of the others."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias, cast

from carenurse.clinical.fhir import Resource, split_reference
from carenurse.clinical.shapes import as_object, as_objects, as_text

OUR_ID: Final = "urn:carenurse:id"
"""The system of the tag under which a resource carries the id that it was made under."""

PLACE: Final = "urn:carenurse:place"
"""The system of the tag of what was made to be changed into something (``places``)."""

_BEGUN: Final = "?"
"""In the place of an id: when it was sent to be made."""
_PLACE: Final = "="
"""Before an id: what stands under it is to be changed into this."""

Name: TypeAlias = tuple[str, str]
"""Kind and id."""


class KnownIds:
    """What was met so far. ``known``: under which id what stands there; ``learn`` keeps what is new."""

    def __init__(self, known: Mapping[Name, str], learn: Callable[[Mapping[Name, str]], object]) -> None:
        self._learn = learn
        self._begun = {name: given[1:] for name, given in known.items() if given.startswith(_BEGUN)}
        self._places = {name: given[1:] for name, given in known.items() if given.startswith(_PLACE)}
        ours = {name: given for name, given in known.items() if name not in self._begun | self._places}
        counted = Counter((kind, given) for (kind, _), given in ours.items() if given)
        doubtful = [name for name, given in ours.items() if counted[name[0], given] > 1]
        if doubtful:  # one was forgotten, and its id given to another: both are looked for anew
            learn(dict.fromkeys(doubtful, ""))
        self._there = {name: given for name, given in ours.items() if given and name not in doubtful}
        self._here = {(kind, given): identity for (kind, identity), given in self._there.items()}

    def given(self, name: Name) -> str:
        """Give the office's id of something of ours; "" where none is known."""
        return self._there.get(name, "")

    def place(self, name: Name) -> str:
        """Give the office's id of the place that is kept for something; "" for none."""
        return self._places.get(name, "")

    def keep_place(self, name: Name, given: str) -> None:
        """Note the place before anything is put into it."""
        self._places[name] = given
        self._learn({name: f"{_PLACE}{given}"})

    def leave_place(self, name: Name) -> None:
        """Forget the place: it is not there any more."""
        if self._places.pop(name, ""):
            self._learn({name: ""})

    def begin(self, names: Collection[Name], moment: datetime) -> None:
        """Note, before it is sent, that something is about to be made: the answer may never come."""
        if names:
            self._begun.update({name: moment.isoformat() for name in names})
            self._learn({name: f"{_BEGUN}{moment.isoformat()}" for name in names})

    def drop(self, names: Collection[Name]) -> None:
        """Note that it certainly was not made."""
        dropped = [name for name in names if self._begun.pop(name, "")]
        if dropped:
            self._learn(dict.fromkeys(dropped, ""))

    def begun(self, name: Name) -> datetime | None:
        """Tell when something was sent to be made, of which nobody heard since."""
        moment = self._begun.get(name)
        return datetime.fromisoformat(moment) if moment else None

    def is_met(self, theirs: Name) -> bool:
        """Say whether something of the office's was met, or asked for in vain."""
        return theirs in self._here

    def note(self, name: Name, given: str) -> None:
        """Learn under which id something stands there, and that nothing else does.

        An office that was restored from a backup may give an id again that it had given since.
        """
        self._forget_others(name, given)
        if name[0] and given and self._there.get(name) != given:
            self._there[name], self._here[name[0], given] = given, name[1]
            self._begun.pop(name, None)
            self._places.pop(name, None)
            self._learn({name: given})

    def _forget_others(self, name: Name, given: str) -> None:
        kind, identity = name
        other = (kind, self._here.get((kind, given), identity))
        if other != name and self._there.get(other) == given:
            del self._there[other]
            self._learn({other: ""})
        taken = [one for one, at in self._places.items() if (one[0], at) == (kind, given) and one != name]
        for one in taken:
            self.leave_place(one)

    def note_all(self, resource: Resource) -> None:
        """Learn it of all that came in: what is ours carries our id, the rest keeps the office's."""
        for one in within(resource):
            if is_empty(one):
                continue
            given = as_text(one.get("id"))
            codes = [as_text(tag.get("code")) for tag in tags_of(one) if tag.get("system") == OUR_ID]
            ours = codes[0] if codes else given
            self.note((as_text(one.get("resourceType")), ours), given)

    def nobody(self, theirs: Name) -> None:
        """Remember that nothing is known of it: it goes by the office's id."""
        self._here.setdefault(theirs, theirs[1])

    def forget(self, name: Name) -> None:
        """Forget where something stood: the office does not know that id any more."""
        self._here.pop((name[0], self._there.pop(name, "")), None)

    def ours(self, value: Any) -> Any:
        """Write what came in with our ids, without their tags."""
        if isinstance(value, list):
            return [self.ours(one) for one in cast("list[Any]", value)]
        if not isinstance(value, dict):
            return value
        told = cast("Resource", value)
        made = {name: self.ours(part) for name, part in told.items()}
        if (named := _named(told)) is not None:
            made["reference"] = f"{named[0]}/{self._here.get(named, named[1])}"
        if (kind := as_text(told.get("resourceType"))) and (given := as_text(told.get("id"))):
            made["id"] = self._here.get((kind, given), given)
            _set_tags(made, [tag for tag in tags_of(made) if not _is_ours(tag)])
        return made

    def theirs(self, resource: Resource, given: str, new: Mapping[Name, str]) -> Resource:
        """Write a resource with the office's ids and its own as a tag.

        ``given`` "": it is to be given one. ``new``: how others in the same bundle are named that have none.
        """
        made = cast("Resource", self._renamed(resource, new))
        identity = as_text(made.pop("id", None))
        if given != identity:
            _set_tags(made, [*tags_of(made), {"system": OUR_ID, "code": identity}])
        return {**made, "id": given} if given else made

    def _renamed(self, value: Any, new: Mapping[Name, str]) -> Any:
        if isinstance(value, list):
            return [self._renamed(one, new) for one in cast("list[Any]", value)]
        if not isinstance(value, dict):
            return value
        told = cast("Resource", value)
        made = {name: self._renamed(part, new) for name, part in told.items()}
        if (named := _named(told)) is not None:
            made["reference"] = new.get(named) or f"{named[0]}/{self._there.get(named, named[1])}"
        return made


def within(resource: Resource) -> Iterator[Resource]:
    """Walk what came in: a resource, or those of a bundle, also within the answers of a batch."""
    if resource.get("resourceType") != "Bundle":
        yield resource
        return
    for entry in as_objects(resource.get("entry")):
        if inner := as_object(entry.get("resource")):
            yield from within(inner)


def references(value: Any) -> Iterator[Name]:
    """Walk the relative references within what came in."""
    if isinstance(value, dict):
        told = cast("Resource", value)
        if (named := _named(told)) is not None:
            yield named
        for part in told.values():
            yield from references(part)
    elif isinstance(value, list):
        for one in cast("list[Any]", value):
            yield from references(one)


def _named(told: Resource) -> Name | None:
    """Read a relative reference; another server's stays as it is."""
    reference = as_text(told.get("reference"))
    return split_reference(reference) if ":" not in reference else None


def tags_of(resource: Resource) -> list[Resource]:
    """List the tags of a resource."""
    return as_objects(as_object(resource.get("meta")).get("tag"))


def _set_tags(resource: Resource, tags: list[Resource]) -> None:
    meta = {name: part for name, part in as_object(resource.pop("meta", None)).items() if name != "tag"}
    meta |= {"tag": tags} if tags else {}
    if meta:
        resource["meta"] = meta


def is_empty(resource: Resource) -> bool:
    """Say whether it is a place into which nothing was put; some servers carry its mark on."""
    marks = {as_text(tag.get("system")) for tag in tags_of(resource)}
    return PLACE in marks and OUR_ID not in marks


def _is_ours(tag: Resource) -> bool:
    return tag.get("system") in (OUR_ID, PLACE)
