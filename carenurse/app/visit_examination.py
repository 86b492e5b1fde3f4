"""An examination by systems: signs looked for one by one, and what "within limits" stands for, written out.

A sign is a question coded with a sign of the Omaha System, answered yes (found) or no; its limit is that it
is absent. The note names every sign that was looked for, so that nothing is covered by two bare words.
"""

from collections.abc import Iterator

from carenurse.clinical.systems import OMAHA
from carenurse.forms.answers import words_of
from carenurse.forms.form import Item
from carenurse.forms.nodes import Place
from carenurse.forms.session import Session
from carenurse.translations import tr


def is_sign(item: Item) -> bool:
    """Say whether a question asks for one sign of an examination."""
    return any(one.get("system") == OMAHA and str(one.get("code", "")).startswith("SS") for one in item.codes)


def system_of(session: Session, link: str) -> str:
    """Name the system (group) to which a sign belongs; empty for every other question."""
    item = session.form.index.get(link)
    if item is None or not item.parent:
        return ""
    siblings = session.form.index[item.parent].children
    return item.parent if any(is_sign(one) for one in siblings) else ""


def examination_words(session: Session) -> tuple[str, ...]:
    """Say each system that was looked at: what was found, what was not, and the nurse's details."""
    systems = dict.fromkeys(system_of(session, item.link) for item in session.form.questions)
    return tuple(said for system in systems if system and (said := _system(session, system)))


def _system(session: Session, system: str) -> str:
    group = session.form.index[system]
    signs = [one for one in group.children if is_sign(one) and session.answers(Place(one.link))]
    found = [one for one in signs if _points(session, one)]
    absent = [_sign(one) for one in signs if one not in found]
    parts: list[str] = []
    if found:
        parts.append(tr("found {signs}", signs=", ".join(map(_sign, found))))
    if absent and found:
        parts.append(tr("not found {signs}", signs=", ".join(absent)))
    elif absent and len(absent) == sum(map(is_sign, group.children)):
        parts.append(tr("within limits, none of: {signs}", signs=", ".join(absent)))
    elif absent:
        parts.append(tr("none of: {signs}", signs=", ".join(absent)))
    parts += _details(session, group)
    return tr("{system}: {said}", system=group.text, said="; ".join(parts)) if parts else ""


def _points(session: Session, item: Item) -> bool:
    answers = session.answers(Place(item.link))
    return any(option.score for option in item.options for one in answers if dict(option.answer) == dict(one))


def _sign(item: Item) -> str:
    return item.text[:1].lower() + item.text[1:]


def _details(session: Session, group: Item) -> Iterator[str]:
    for item in group.children:
        if item.kind == "text":
            yield from (words_of(one, item) for one in session.answers(Place(item.link)))
