"""``carenurse office lease|code|wipe|remains``: what ties laptops to the office, serving just now or not."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from carenurse.app.command_line.desk import at_the_desk, confirm_about, the_desk
from carenurse.app.command_line.telling import say, told_moment
from carenurse.app.office_remains import left_behind, save_left
from carenurse.app.ports import Records
from carenurse.app.remains_words import LeftPage, read_left
from carenurse.app.wiring import local_now
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_text, as_texts
from carenurse.errors import ExpectedError
from carenurse.translations import tr, trn


def lease(arguments: Namespace) -> int:
    """Say how long laptops open everything without meeting this office, or set it."""
    asked: Resource = {"do": "lease"}
    if arguments.days is not None:
        asked["days"] = arguments.days
    days = at_the_desk(arguments, asked).get("days")
    if not isinstance(days, int) or days == 0:
        say(tr("Laptops open everything for ever, whether they meet this office or not."))
        return 0
    number = trn("{number} day", "{number} days", days)
    say(
        tr("Laptops open everything for {days} after they met this office.", days=number),
        tr("Each learns of a change when it meets this office next."),
    )
    return 0


def code(arguments: Namespace) -> int:
    """Print the code that opens everything on a laptop for a day."""
    asked = {"do": "code", "device": str(arguments.device), "challenge": str(arguments.challenge)}
    told = at_the_desk(arguments, asked)
    say(
        tr("Read this out. It opens everything on that laptop for 24 hours, once:"),
        f"  {as_text(told.get('code'))}",
    )
    return 0


def wipe(arguments: Namespace) -> int:
    """Have a laptop wiped at its next contact, once its name was typed, or take that back."""
    asked: Resource = {"do": "wipe", "device": str(arguments.device), "back": bool(arguments.cancel)}
    with the_desk(arguments) as ask:
        if not arguments.cancel:
            confirm_about(
                arguments,
                ask,
                tr("At its next contact it sends what has not arrived, also what is not signed."),
                tr("Then it destroys its vault, its backups, and those at a second place that is there."),
            )
        ask(asked)
    if arguments.cancel:
        say(tr("Taken back: it will not be wiped, and gets its news again."))
        return 0
    say(
        tr("At its next contact this laptop sends all it has, then destroys its vault and its backups."),
        tr("It gets no news from now on. Until it has heard of it, --cancel takes this back."),
        tr("Who has the laptop and its passphrase and stays away from the network is not reached by this."),
    )
    return 0


def leash_lines(one: Resource) -> list[str]:
    """Tell of one laptop (as the desk lists it) by when it must meet the office, and how far a wipe is."""
    lines: list[str] = []
    if as_text(one.get("until")) and not as_text(one.get("revoked")):
        lines.append(tr("  must meet this office by {day}", day=told_moment(one, "until")))
    if as_text(one.get("wiped")):
        lines.append(tr("  wiped {day}", day=told_moment(one, "wiped")))
        if one.get("elsewhere") is True:
            lines.append(tr("  backups at its second place were not in reach"))
    elif as_text(one.get("told")):
        lines += [
            tr(
                "  told to empty itself {day}, has not said since that it is done",
                day=told_moment(one, "told"),
            ),
            tr("  it may be under way, cut short, or empty without a connection"),
        ]
    elif as_text(one.get("wipe")):
        lines.append(tr("  to be wiped, asked {day}; it has not heard yet", day=told_moment(one, "wipe")))
    return lines


def remains(arguments: Namespace) -> int:
    """List what laptops left when they were wiped; say it in words and write it out where that is wanted."""
    out = str(Path(arguments.out).absolute()) if arguments.out else ""
    asked: Resource = {"do": "remains", "out": out, "words": bool(arguments.words)}
    told = at_the_desk(arguments, asked, lambda vault, asked: tell_remains(vault.records, asked))
    say(*as_texts(told.get("said")))
    return 0


def tell_remains(records: Records, asked: Resource) -> Resource:
    """Say what was left, and write each piece into the folder ``out`` of what is asked, if there is one.

    With ``words`` each piece is read out as the office's window reads it, and it is noted that it was read.
    Raises ExpectedError where the folder cannot be used.
    """
    now = local_now()
    listed = left_behind(records, now)
    folder = Path(as_text(asked.get("out"))) if as_text(asked.get("out")) else None
    if folder and listed:
        _make(folder)
    said: list[str] = []
    for number, one in enumerate(listed, 1):
        said += [one.title, *(f"  {line}" for line in one.lines)]
        if asked.get("words") is True:
            said += _in_words(read_left(records, one.digest, now))
        if folder:
            said.append(f"  {save_left(records, one.digest, folder / f'left-{number}.json')}")
    return {"said": said or [tr("Nothing was left on any laptop.")]}


def _in_words(pages: Iterable[LeftPage]) -> list[str]:
    """Write the answers, notes and open forms of a piece below its title, a line of words to a line."""
    said: list[str] = []
    for page in pages:
        said.append(f"  {page.title} - {page.about}" if page.about else f"  {page.title}")
        for label, words in page.lines:
            first, *more = words.splitlines() or [""]
            said += [f"    {label}: {first}", *(f"      {line}" for line in more)]
    return said or ["  " + tr("No words of a nurse are in it: only files, or who did what.")]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = any(folder.iterdir())
    except OSError as problem:
        raise ExpectedError(
            tr("This folder cannot be used ({reason}).", reason=problem.strerror or tr("unknown reason")),
            tr("Choose another folder."),
        ) from None
    if taken:
        raise ExpectedError(tr("There is something in this folder already."), tr("Choose an empty folder."))


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {
    "office lease": lease,
    "office code": code,
    "office wipe": wipe,
    "office remains": remains,
}
