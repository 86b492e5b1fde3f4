"""Where the nurse was when the vault was closed, and what stood in a form that she had not kept yet.

Both lie inside the vault, for a field's name may name a person and a form's words are about one.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from dataclasses import field as filled
from datetime import datetime
from typing import Any, cast

from carenurse.app.ports import Reading, Records
from carenurse.app.reach import is_bounded
from carenurse.app.some_people import hides

_SETTING = "return-to"


@dataclass(frozen=True, slots=True)
class ReturnTo:
    """The route, the field, the open form, and when.

    ``field``: the field's spoken name; ``nth`` counts from 0 among the fields of that name, ``spot`` says in
    which question of a visit it is. ``cursor`` counts letters before it, -1 where nothing is typed.
    ``family``: the person of the family view. ``form``: what stood in a form, in the words of its page;
    ``elsewhere``: the same of pages that were not in front, by place and by whose form it is.
    """

    when: datetime
    place: str
    subject: str = ""
    part: str = ""
    field: str = ""
    cursor: int = -1
    family: str = ""
    nth: int = 0
    spot: str = ""
    form: Mapping[str, Any] = filled(default_factory=dict[str, Any])
    elsewhere: Mapping[str, Any] = filled(default_factory=dict[str, Any])

    @property
    def holds_words(self) -> bool:
        """Whether words would be lost."""
        return bool(self.elsewhere) or holds_words(self.form)


def holds_words(form: Mapping[str, Any]) -> bool:
    """Say whether words stand in a form; what was only looked for ("search") comes after a lock alone."""
    return any(words for name, words in form.items() if name != "search")


def keep_return(records: Records, there: ReturnTo) -> None:
    """Remember where to come back to after the vault was closed, and with which words."""
    words = json.dumps({**asdict(there), "when": there.when.isoformat()})
    with records.work() as work:
        work.set_setting(_SETTING, words)


def find_return(records: Reading, now: datetime) -> ReturnTo | None:
    """Say where to come back to; it stays until ``forget_return``, so that a crash meanwhile loses nothing.

    Only on the same day, for tomorrow begins with tomorrow's route; but words in a form wait for longer.
    """
    there = kept_return(records)
    if there is None or there.holds_words or there.when.astimezone(now.tzinfo).date() == now.date():
        return there
    return None


def forget_return(records: Records) -> None:
    """Forget it: the nurse is there again, with everything she had typed."""
    if records.setting(_SETTING):
        with records.work() as work:
            work.set_setting(_SETTING, "")


def where_to(records: Records, now: datetime) -> ReturnTo | None:
    """Find where the nurse was when the vault was closed, else the visit that was going on."""
    there = find_return(records, now)
    if there is not None and _out_of_sight(records, there):
        return in_sight(records, stepped_back(there, now))
    if there is not None:
        return in_sight(records, there)
    if there is None and (encounter := _under_way(records, now)):
        return ReturnTo(now, "visit", encounter)
    return there


def _under_way(records: Records, now: datetime) -> str:
    """Find the visit that was going on when the window closed: this nurse's newest of today, not signed."""
    from carenurse.app.visit_begin import unfinished_visits  # noqa: PLC0415  not needed before the unlock

    begun = [(one.began, one.encounter) for one in unfinished_visits(records) if one.began]
    today = [(when, which) for when, which in begun if when.astimezone(now.tzinfo).date() == now.date()]
    return max(today)[1] if today else ""


def stepped_back(there: ReturnTo, now: datetime) -> ReturnTo:
    """Begin the day instead of where the nurse was, whose person does not open now.

    An open form of theirs is put away with those of the others: it comes up when they are opened again.
    """
    elsewhere = dict(there.elsewhere)
    if there.form:
        elsewhere[there.place] = {**elsewhere.get(there.place, {}), there.subject: there.form}
    return ReturnTo(now, "today", elsewhere=elsewhere)


def in_sight(records: object, there: ReturnTo) -> ReturnTo:
    """Put what pages about nobody hold of somebody who does not open now under that person, and back later.

    A page takes up, and a start offers, what waits there under nobody's name alone.
    """
    return replace(
        there, elsewhere={place: _in_sight(records, place, one) for place, one in _by_place(there)}
    )


def _by_place(there: ReturnTo) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, forms in there.elsewhere.items():
        yield place, cast("dict[str, Any]", forms) if isinstance(forms, dict) else {}


def _in_sight(records: object, place: str, forms: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key in sorted(forms):  # nobody's first
        about = named_in(forms[key])
        if place in (*OF_A_PERSON, *OF_A_VISIT) or not about or not about.startswith(key.rstrip("+")):
            made[key] = forms[key]
            continue
        names = (about,) if hides(records, about) else ("", about)
        made[next((one for one in names if one not in made), f"{key or about}+")] = forms[key]
    return made


def named_in(form: Mapping[str, Any]) -> str:
    """Name the Patient whom a form says it is about; "" where it says nobody."""
    draft = form.get("draft")
    drafted: object = cast("dict[str, Any]", draft).get("patient") if isinstance(draft, dict) else None
    return str(form.get("patient") or drafted or "")


def whose(there: ReturnTo) -> str:
    """Name the Patient whom a place, or the form that stood open there, is about; "" where it says nobody."""
    named = named_in(there.form)
    return named or (there.subject if there.place in OF_A_PERSON else "")


def _out_of_sight(records: Reading, there: ReturnTo) -> bool:
    """Say whether a lease that is over hides whom the nurse was with."""
    if not is_bounded(records):
        return False
    if there.place in OF_A_VISIT and there.subject and records.get("Encounter", there.subject) is None:
        return True
    return hides(records, there.family) or hides(records, whose(there))


OF_A_VISIT = ("visit", "paper")
OF_A_PERSON = ("chart", "plan", "medicines", "patients")
"""Places whose subject is an Encounter, and a Patient."""


def kept_return(records: Reading) -> ReturnTo | None:
    """Read what was remembered last, however long ago."""
    try:
        raw: Any = json.loads(records.setting(_SETTING) or "null")
    except ValueError:
        return None
    if not isinstance(raw, dict):
        return None
    known = cast("dict[str, Any]", raw)
    try:
        return ReturnTo(
            datetime.fromisoformat(str(known["when"])),
            *(str(known[name]) for name in ("place", "subject", "part", "field")),
            cursor=_number(known, "cursor", -1),
            family=str(known["family"]),
            nth=_number(known, "nth", 0),
            spot=str(known.get("spot", "")),
            form=_forms(known, "form"),
            elsewhere=_forms(known, "elsewhere"),
        )
    except (KeyError, ValueError):
        return None


def _number(known: Mapping[str, Any], name: str, otherwise: int) -> int:
    found = known.get(name)
    return found if isinstance(found, int) else otherwise


def _forms(known: Mapping[str, Any], name: str) -> dict[str, Any]:
    found: Any = known.get(name)
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}
