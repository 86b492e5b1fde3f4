"""``carenurse import``: take over files of other systems and sealed copies, each whole or not at all."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from carenurse.app.chosen_file import read_chosen
from carenurse.app.command_line.asking import opened
from carenurse.app.command_line.telling import say, table, working
from carenurse.app.import_records import ImportPlan, ImportReport, carry_out, plan_import
from carenurse.app.import_verdicts import KindCount
from carenurse.app.ports import Records
from carenurse.app.wiring import local_now
from carenurse.clinical import practitioner
from carenurse.errors import ExpectedError
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What the person at the terminal said: whose ids, which key, only look, who is the same person."""

    source: str
    key: str
    look: bool
    joins: Mapping[str, str]


def take_over(arguments: Namespace) -> int:
    """Take the files one after the other; the first that is refused ends it, what was taken before stays."""
    wishes = _Wishes(
        arguments.source or "",
        read_chosen(arguments.key).decode("utf-8", "replace") if arguments.key else "",
        arguments.look,
        dict(arguments.join),
    )
    joinable: set[str] = set()
    with opened(arguments) as vault:
        for number, file in enumerate(arguments.files, 1):
            with working(_step(file, number, len(arguments.files))):
                people, told = _take(vault.in_reach, file, wishes)
            say(*told)
            joinable |= people
    if left := sorted(set(wishes.joins) - joinable):
        raise ExpectedError(
            tr("No file held the person to join: {id}.", id=left[0]),
            tr("Look at the files with --look; it tells the ids."),
        )
    return 0


def _take(records: Records, file: Path, wishes: _Wishes) -> tuple[set[str], list[str]]:
    """Take one file; return the ids of the Patients in it, and what there is to tell."""
    try:
        plan = plan_import(records, read_chosen(file), file.name, source=wishes.source, key=wishes.key)
        people = {identity for identity, _ in plan.incoming.patients()}
        joins = {new: here for new, here in wishes.joins.items() if new in people}
        if wishes.look:
            return people, list(_preview(file, plan))
        nurses = [*_nurses(plan)]
        return people, [*_result(file, carry_out(records, plan, joins, local_now())), *nurses]
    except ExpectedError as problem:
        raise ExpectedError(
            tr("{file}: {sentence}", file=file, sentence=problem.sentence), problem.remedy
        ) from problem


def _preview(file: Path, plan: ImportPlan) -> Iterator[str]:
    yield tr("{file} would be taken like this; nothing was stored:", file=file)
    yield from _counts(plan.counts)
    yield from (f"  - {note}" for note in plan.notes)
    for one in plan.look_alikes:
        yield tr(
            "  ? Patient {new} may be Patient {here}, who is here already. {why} If so: --join {new}={here}",
            new=one.incoming.id,
            here=one.existing.id,
            why=" ".join(one.why),
        )


def _result(file: Path, report: ImportReport) -> Iterator[str]:
    yield tr("{file} was taken:", file=file)
    yield from _counts(report.counts)
    yield from (f"  - {note}" for note in report.notes)
    yield from (tr("  Patient {id}", id=patient) for patient in report.patients)


def _nurses(plan: ImportPlan) -> Iterator[str]:
    """Tell under which id each nurse or physician of the file is here: a laptop is let in for one of them."""
    found = {
        one: practitioner.decode(resource).name for one, resource in plan.incoming.all_of("Practitioner")
    }
    for identity, name in sorted(found.items(), key=lambda one: (one[1].sorted, one[0])):
        yield tr("  Practitioner {id} {name}", id=identity, name=name.display).rstrip()


def _counts(counts: Sequence[KindCount]) -> list[str]:
    head = ("", tr("new"), tr("changed"), tr("same"), "")
    rows = [_row(one.kind, (one,), "" if one.shown else tr("not shown")) for one in counts]
    return table(head, [*rows, _row(tr("all"), counts, "")])


def _row(name: str, counts: Sequence[KindCount], remark: str) -> tuple[str, ...]:
    numbers = (
        sum(one.new for one in counts),
        sum(one.changed for one in counts),
        sum(one.same for one in counts),
    )
    return (name, *map(str, numbers), remark)


def _step(file: Path, number: int, of: int) -> str:
    if of == 1:
        return tr("Reading {file}", file=file.name)
    return tr("Reading {file}, {number} of {of}", file=file.name, number=number, of=of)
