"""The answers of one form as rows: each question, and each repetition of a part that repeats as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from carenurse.app.sentences import cut
from carenurse.app.sync_values import words_of as words_of_any
from carenurse.app.visit_late_rows import Path, Row
from carenurse.clinical.fhir import Resource, write_json
from carenurse.clinical.shapes import as_objects, as_text
from carenurse.forms.answers import words_of
from carenurse.forms.elements import text_value
from carenurse.forms.form import Form, Item
from carenurse.forms.nodes import option_of
from carenurse.forms.urls import CARRIED, COMMENT
from carenurse.translations import tr

_ROOM = 60
"""Letters of a group's name in front of its question; some are whole paragraphs."""


@dataclass(frozen=True, slots=True)
class _Part:
    path: Path
    name: str
    said: str
    content: Resource

    @property
    def words(self) -> str:
        return f"{self.name}: {self.said}"


def rows_of_form(response: Resource, form: Form | None, title: str, now: datetime) -> list[Row]:
    """Take the rows of a filled form; without the form its answers still name their questions.

    What was carried over from an earlier day and is not confirmed was typed by nobody, and is left out.
    """
    return list(_Reader(form.index if form else {}, now).rows(response, (), (title,) if title else ()))


@dataclass(frozen=True, slots=True)
class _Reader:
    index: Mapping[str, Item]
    now: datetime

    def rows(self, holder: Resource, path: Path, above: tuple[str, ...]) -> Iterator[Row]:
        """Walk the items below one; ``above`` names what they belong to."""
        for link, number, item in _counted(holder):
            here: Path = (*path, link, number)
            if self._stands_whole(link, item):
                name = ", ".join(
                    [*above, tr("{part} {number}", part=self._name(link, item), number=number + 1)]
                )
                yield from _whole((*path, link), name, list(self._parts(item, (), self.index.get(link))))
                continue
            yield from self._asked(item, here, above)
            below = (*above, cut(self._name(link, item), _ROOM))
            yield from self.rows(item, here, below)
            for count, answer in enumerate(as_objects(item.get("answer"))):
                yield from self.rows(answer, (*here, count), below)

    def _asked(self, item: Resource, here: Path, above: tuple[str, ...]) -> Iterator[Row]:
        link = str(here[-2])
        for part in self._own(item, (), self.index.get(link)):
            name = ", ".join([*above, part.name])
            yield Row((*here, *part.path), name, part.said, _written([part]), {part.path: part.said})

    def _stands_whole(self, link: str, item: Resource) -> bool:
        """Say whether it is a part that repeats; of a form that is not here every part is taken for one."""
        known = self.index.get(link)
        return "answer" not in item and "item" in item and (known is None or known.repeats)

    def _parts(self, item: Resource, path: Path, known: Item | None) -> Iterator[_Part]:
        """Give every answer of an item and below it."""
        yield from self._own(item, path, known)
        holders = [(path, item)]
        holders += [((*path, at), one) for at, one in enumerate(as_objects(item.get("answer")))]
        for above, holder in holders:
            for link, number, inner in _counted(holder):
                yield from self._parts(inner, (*above, link, number), self.index.get(link))

    def _own(self, item: Resource, path: Path, known: Item | None) -> Iterator[_Part]:
        """Give the answers to the question itself, and the comment beside it."""
        name = self._name(str(item.get("linkId")), item)
        answers = [
            _value(one)
            for one in as_objects(item.get("answer"))
            if any(key.startswith("value") for key in one)
        ]
        if answers and not _is_carried(item) and not (known and (known.hidden or known.is_aside)):
            said = ", ".join(self._words(one, known) for one in answers)
            yield _Part(path, name, said, {"answer": answers})
        if comment := text_value(item, COMMENT):
            yield _Part(
                (*path, COMMENT), tr("{question} (comment)", question=name), comment, {"comment": comment}
            )

    def _name(self, link: str, item: Resource) -> str:
        known = self.index.get(link)
        text = (known.short or known.text) if known else ""
        return (text or as_text(item.get("text"))).strip().rstrip("?:") or tr("Question without words")

    def _words(self, answer: Resource, known: Item | None) -> str:
        if known is not None and option_of(known, answer):
            return words_of(answer, known)
        typed = answer.get("valueString")
        said = typed if isinstance(typed, str) else words_of_any(next(iter(answer.values())), self.now)
        said = said or tr("answered")
        unit = known.unit.text if known and known.unit and known.kind in ("integer", "decimal") else ""
        return f"{said} {unit}".strip()


def _whole(group: Path, name: str, parts: list[_Part]) -> Iterator[Row]:
    if parts:
        words = "; ".join(part.words for part in parts)
        yield Row(group, name, words, _written(parts), {part.path: part.words for part in parts})


def _written(parts: list[_Part]) -> str:
    return write_json([[list(part.path), part.content] for part in parts]).decode()


def _counted(holder: Resource) -> Iterator[tuple[str, int, Resource]]:
    """Give the items of a holder, each with which of its link id it is."""
    seen: dict[str, int] = {}
    for item in as_objects(holder.get("item")):
        link = as_text(item.get("linkId"))
        seen[link] = seen.get(link, -1) + 1
        yield link, seen[link], item


def _value(answer: Resource) -> Resource:
    return {key: value for key, value in answer.items() if key.startswith("value")}


def _is_carried(item: Resource) -> bool:
    told = (one for answer in as_objects(item.get("answer")) for one in as_objects(answer.get("extension")))
    return any(one.get("url") == CARRIED for one in told)
