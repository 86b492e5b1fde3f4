"""How all screens and papers say days, times and lengths: "Fri 27 Feb", "10:42", "1 h 6 min"."""

from datetime import date, datetime, timedelta

from carenurse.translations import tr

_MINUTES_IN_HOUR = 60


def short_day(day: date, today: date | None = None) -> str:
    """Say a day: ``27 Feb``; seen from ``today``, one of another year has it behind: ``27 Feb 2023``."""
    said = tr("{day} {month}", day=day.day, month=month_names()[day.month - 1])
    return said if today is None or day.year == today.year else f"{said} {day.year}"


def week_day(day: date, today: date | None = None) -> str:
    """Say a day with its weekday: ``Fri 27 Feb``, with its year as ``short_day`` does."""
    return f"{weekday_names()[day.weekday()]} {short_day(day, today)}"


def clock_time(moment: datetime) -> str:
    """Say a time of day as the window shows it: ``10:42``."""
    return moment.strftime("%H:%M")


def length(duration: timedelta) -> str:
    """Say how long something took: ``40 min``, ``1 h 6 min``."""
    minutes = max(0, int(duration.total_seconds()) // 60)
    if minutes < _MINUTES_IN_HOUR:
        return tr("{minutes} min", minutes=minutes)
    return tr("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)


def weekday_names() -> tuple[str, ...]:
    """Name the days of the week shortly, Monday first."""
    return (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))


def month_names() -> tuple[str, ...]:
    """Name the months shortly."""
    first = (tr("Jan"), tr("Feb"), tr("Mar"), tr("Apr"), tr("May"), tr("Jun"))
    return (*first, tr("Jul"), tr("Aug"), tr("Sep"), tr("Oct"), tr("Nov"), tr("Dec"))
