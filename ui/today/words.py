"""How the day is said on the first screen."""

from datetime import date

from carenurse.app.today import Stop, StopState, Today
from carenurse.scheduling.travel import Drive
from carenurse.translations import tr, trn
from ui.widgets.tokens import Tone


def day_title(day: date) -> str:
    """Say the day in full: ``Wednesday 4 March``."""
    weekdays = (
        tr("Monday"),
        tr("Tuesday"),
        tr("Wednesday"),
        tr("Thursday"),
        tr("Friday"),
        tr("Saturday"),
        tr("Sunday"),
    )
    months = (
        *(tr("January"), tr("February"), tr("March"), tr("April"), tr("May"), tr("June"), tr("July")),
        *(tr("August"), tr("September"), tr("October"), tr("November"), tr("December")),
    )
    return tr(
        "{weekday} {day} {month}", weekday=weekdays[day.weekday()], day=day.day, month=months[day.month - 1]
    )


def day_summary(day: Today) -> str:
    """Say how much the day holds: visits, driving between them, the end of the last one."""
    going = [stop for stop in day.stops if stop.state is not StopState.MISSED]
    if not going:
        return tr("No visits today")
    parts = [trn("{number} visit", "{number} visits", len(going))]
    if day.drive_minutes:
        parts.append(tr("about {time} driving between them", time=minutes(day.drive_minutes)))
    parts.append(tr("last one ends {time}", time=f"{max(stop.end for stop in going):%H:%M}"))
    return " · ".join(parts)


def minutes(number: int) -> str:
    """Say a length: ``18 min``, ``1 h 49 min``."""
    hours, rest = divmod(number, 60)
    if not hours:
        return tr("{minutes} min", minutes=rest)
    return tr("{hours} h {minutes} min", hours=hours, minutes=rest)


def leg_words(leg: Drive, gap: int) -> str:
    """Say what lies between two stops: the drive, what it rests on, and the time left over or missing."""
    about = tr("About {time}", time=minutes(leg.minutes))
    if leg.kilometers is not None:
        about = tr("{about}, {miles} mi", about=about, miles=f"{leg.kilometers / 1.609344:.1f}")
    spare = gap - leg.minutes
    if gap < 0:
        return " · ".join((about, tr("the visits overlap by {time}", time=minutes(-gap))))
    if spare < 0:
        return " · ".join((about, tr("{time} too short", time=minutes(-spare))))
    return " · ".join((about, tr("{time} free", time=minutes(spare)))) if spare else about


def too_tight(leg: Drive, gap: int) -> bool:
    """Say whether the next stop cannot be reached in time."""
    return gap < leg.minutes


def who(stop: Stop) -> str:
    """Say age and language behind the name."""
    return " · ".join(part for part in (str(stop.age) if stop.age is not None else "", stop.speaks) if part)


def state_chip(state: StopState) -> tuple[str, Tone, str] | None:
    """Name a stop's state: words, tone, icon; nothing for one that is simply planned."""
    return {
        StopState.DRIVING: (tr("On the way"), "info", "car"),
        StopState.IN_VISIT: (tr("In the visit"), "info", "stethoscope"),
        StopState.OPEN_NOTE: (tr("Note not signed"), "draft", "pencil"),
        StopState.DONE: (tr("Done"), "ok", "check"),
        StopState.MISSED: (tr("Missed"), "critical", "x"),
    }.get(state)  # pyright: ignore[reportReturnType] - the literals are tones


def next_step(state: StopState) -> tuple[str, str]:
    """Name the clock's next step at a stop, and its icon."""
    return {
        StopState.PLANNED: (tr("Start drive"), "car"),
        StopState.DRIVING: (tr("Begin visit"), "stethoscope"),
        StopState.IN_VISIT: (tr("Continue visit"), "stethoscope"),
        StopState.OPEN_NOTE: (tr("Finish note"), "pencil"),
    }.get(state, (tr("Open chart"), "users"))
