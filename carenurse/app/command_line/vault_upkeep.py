"""``carenurse vault drill|purge``: is a backup worth its name, and who leaves the laptop."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from carenurse.app import backups, erasing, leaving, upkeep, wiring
from carenurse.app.command_line.asking import opened
from carenurse.app.command_line.telling import complain, say, working
from carenurse.errors import ExpectedError
from carenurse.translations import tr, trn


def drill(arguments: Namespace) -> int:
    """Restore the newest backup (made now if there is none) into a scratch vault and read it."""
    now = wiring.local_now()
    with opened(arguments) as vault:
        if not backups.backups_of(vault):
            with working(tr("Copying and checking the copy")) as progress:
                upkeep.keep_up(vault, now, progress)
            say(tr("There was no backup yet. One was made now, and this one is tried."))
        with working(tr("Restoring into a scratch vault and reading all of it")) as progress:
            note = upkeep.try_newest(vault, now, progress)
    if note is None:
        raise ExpectedError(tr("There is no backup to try."), tr("Make one with: carenurse vault backup"))
    if note.holds:
        say(tr("The backup holds."), *(f"  {words}" for words in note.words))
        return 0
    complain(" ".join(note.words))
    return 1


def purge(arguments: Namespace) -> int:
    """List who left the caseload; with ``--yes`` remove those of whom the office has everything."""
    with opened(arguments) as vault:
        people = leaving.leaving_rows(vault)
        named: set[str] = set(arguments.patient or ())
        chosen = [one for one in people if not named or one.patient in named]
        for one in chosen:
            why = tr("stays: {why}", why=one.why) if one.why else tr("the office has everything")
            say(f"  {one.patient}  {one.name}  {why}")
        if not chosen:
            say(tr("Nobody left the caseload."))
            return 0
        if not arguments.yes:
            say(leaving.what_stays(), tr("Nothing was removed. Say --yes to remove those who may leave."))
            return 0
        free = [one.patient for one in chosen if not one.why]
        with working(tr("Removing, changing the key and renewing the backups")) as progress:
            done = leaving.let_leave(vault, free, wiring.local_now(), progress=progress)
        owed = erasing.words(vault)
    say(
        trn("{number} patient was removed.", "{number} patients were removed.", len(done.left)),
        trn("{number} backup that held them went.", "{number} backups that held them went.", done.backups),
        *([owed] if owed else []),
    )
    return 0


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {"vault drill": drill, "vault purge": purge}
