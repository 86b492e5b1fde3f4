"""``carenurse summary``: the page for the family as a PDF file; ``carenurse visits``: of which visit."""

from argparse import Namespace

from carenurse.app.command_line.asking import opened
from carenurse.app.command_line.telling import say, working
from carenurse.app.family_given import write_paper
from carenurse.app.family_page import family_page
from carenurse.app.visit_list import visits_made
from carenurse.app.wiring import local_now
from carenurse.translations import tr


def list_visits(arguments: Namespace) -> int:
    """List the home visits, newest first, a line each: id, when, who, what for, whether it is signed.

    That they were read is audited.
    """
    with opened(arguments) as vault:
        found = visits_made(vault.in_reach, local_now(), arguments.patient)
        with vault.in_reach.work() as work:
            subject = f"Patient/{arguments.patient}" if arguments.patient else "Encounter"
            work.record("read", subject, "visits")
    for one in found:
        state = tr("not signed") if one.going_on else tr("signed")
        say("  ".join((one.identity, f"{one.began:%Y-%m-%d %H:%M}", one.person, one.reason or "-", state)))
    if not found:
        say(tr("No home visit was begun yet."))
    return 0


def write_summary(arguments: Namespace) -> int:
    """Write the page of one visit. That it left the vault is audited; only the nurse knows who got it."""
    with opened(arguments) as vault, working(tr("Writing the page")):
        paper = family_page(
            vault.in_reach, arguments.visit, arguments.language, large=arguments.large, now=local_now()
        )
        with vault.in_reach.work() as work:
            work.record("export", f"Encounter/{arguments.visit}", "family-page")
        write_paper(paper.pdf, arguments.out)
    say(tr("{file}: {pages} pages. Whoever has the file can read it.", file=arguments.out, pages=paper.pages))
    say(*(f"  - {note}" for note in paper.notes))
    return 0
