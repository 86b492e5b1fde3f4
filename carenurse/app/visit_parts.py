"""The parts of a large form, which the rail lists below it: how far each is, and the way to the next."""

from carenurse.app.visit_facts import Flag, Level
from carenurse.app.visit_places import key_of, place_from
from carenurse.app.visit_sections import SectionState
from carenurse.forms.form import Form
from carenurse.forms.session import Session

_LARGE, _SEVERAL = 60, 3
"""So many items in so many groups make a form whose parts are worth a line of their own."""
_MARK = "#"


def part_key(section: str, group: str) -> str:
    """Name a part of a form for the rail."""
    return f"{section}{_MARK}{group}"


def split_key(key: str) -> tuple[str, str]:
    """Take a rail's key apart: the section, and the linkId of the group (empty: the whole section)."""
    section, _, group = key.partition(_MARK)
    return section, group


def groups_of(form: Form) -> tuple[str, ...]:
    """List the linkIds of a large form's parts; none for a form that is taken in at a glance."""
    groups = tuple(item.link for item in form.items if item.kind == "group" and item.text)
    return groups if len(form.index) >= _LARGE and len(groups) >= _SEVERAL else ()


def group_of(form: Form, question: str) -> str:
    """Find the top group in which a question stands; empty outside of groups."""
    item = form.index.get(place_from(question).link) if question else None
    while item is not None and item.parent:
        item = form.index[item.parent]
    return item.link if item is not None and item.kind == "group" else ""


def parts_of(session: Session, section: str, flags: tuple[Flag, ...]) -> tuple[SectionState, ...]:
    """Say how far each part of a large form is, and which flags are up in it."""
    form = session.form
    here = [(group_of(form, flag.question), flag.level) for flag in flags if flag.section == section]
    states: list[SectionState] = []
    for group in groups_of(form):
        done = session.completion(group)
        levels = [level for at, level in here if at == group]
        states.append(
            SectionState(
                part_key(section, group),
                form.index[group].text,
                done=done.answered,
                total=done.of,
                required_left=len(done.open) + len(done.problems),
                urgent=levels.count(Level.URGENT),
                notify=levels.count(Level.NOTIFY),
            )
        )
    return tuple(states)


def first_in(session: Session, group: str) -> str:
    """Find the first question of a part that can be answered; empty when none is asked."""
    for place in session.places():
        item = session.item(place)
        if item.is_question and not item.calculated and group_of(session.form, place.link) == group:
            return key_of(place)
    return ""


def next_part(session: Session, question: str) -> str:
    """Find the first question of the part after the one in which the nurse is; empty behind the last."""
    groups = groups_of(session.form)
    here = group_of(session.form, question)
    later = groups[groups.index(here) + 1 :] if here in groups else groups if not question else ()
    return next((found for group in later if (found := first_in(session, group))), "")
