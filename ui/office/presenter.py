"""What the office screen does: looks at a file, joins whom the nurse says, takes it over; seals exports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from carenurse.app.chosen_file import files_in, read_chosen
from carenurse.app.export_records import Export, export_all, export_patient, write_export
from carenurse.app.import_records import ImportPlan, ImportReport, carry_out, plan_import
from carenurse.app.office_desk import PersonChoice, keep_office_key, office_key, people_called, why_no_key
from carenurse.app.office_work import does_office_work, take_office_role
from carenurse.app.ports import Records
from carenurse.errors import ExpectedError
from carenurse.translations import tr
from ui.office.files import Became, Step
from ui.widgets.page import Desk

KINDS = "FHIR (*.json *.ndjson *.age);;*"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the nurse said about look-alikes: incoming Patient id -> Patient id here, "" for keep separate."""

    made: Mapping[str, str] = field(default_factory=dict[str, str])

    def with_one(self, incoming: str, existing: str) -> "Decisions":
        """Add or change one decision."""
        return Decisions({**self.made, incoming: existing})

    @property
    def joins(self) -> dict[str, str]:
        """Give only those who are the same person."""
        return {incoming: existing for incoming, existing in self.made.items() if existing}


class OfficeView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_plan(self, plan: ImportPlan, decisions: Decisions, open_questions: int, step: Step) -> None:
        """Show what a file holds and what is asked about it."""
        ...

    def show_reading(self, name: str, step: Step) -> None:
        """Say which file is being read, for a large one takes a while."""
        ...

    def show_taking(self, name: str, step: Step) -> None:
        """Say that a file is being taken over, how far it is, and let her stop it."""
        ...

    def show_refusal(self, sentence: str, remedy: str, step: Step) -> None:
        """Say why a file cannot be taken."""
        ...

    def show_reports(self, step: Step) -> None:
        """Say what became of all the files, one by one."""
        ...

    def show_key(self, key: str, problem: str) -> None:
        """Show the office's key, and what is wrong with one that was typed."""
        ...

    def key_is_kept(self) -> None:
        """Count the key as kept: what the record holds may stand there again."""
        ...

    def show_people(self, people: tuple[PersonChoice, ...], chosen: str) -> None:
        """Offer people whose record can be handed over."""
        ...

    def show_export(self, export: Export) -> None:
        """Say what was written."""
        ...

    def rest(self) -> None:
        """Show neither plan nor report."""
        ...

    def show_role(self, *, office: bool) -> None:
        """Offer the work of an office, where this vault is one's."""
        ...


class TakingStoppedError(ExpectedError):
    """The nurse stopped a file that was being read or taken over."""

    def __init__(self) -> None:
        super().__init__(tr("Stopped. Nothing of it was stored."), tr("Take it over again when you want to."))


class OfficePresenter:
    """Holds one file that is being looked at, and what is to be handed over."""

    def __init__(self, view: OfficeView, desk: Desk) -> None:
        self._view, self._desk = view, desk
        self._plan: ImportPlan | None = None
        self._decisions = Decisions()
        self._waiting: tuple[Path, ...] = ()
        self._step = Step()
        self._name = ""
        self._taking_all = self._is_taking = False
        self._secret = ""
        self._key = ""
        self._person = ""
        self._people: tuple[PersonChoice, ...] = ()
        self._turn = 0
        self.share = 0.0
        """How much of the file that is read or taken over is done, from 0 to 1."""

    def load(self) -> None:
        """Read the office's key, and whether this vault is an office's itself."""
        self._desk.background.run(office_key, self._know_key)
        self._desk.background.run(does_office_work, lambda office: self._view.show_role(office=office))

    def take_role(self) -> None:
        """Note that this vault is an office's."""
        self._desk.background.run(take_office_role, lambda _done: self._view.show_role(office=True))

    def _know_key(self, key: str) -> None:
        self._key = key
        self._view.show_key(key, "")

    # taking over

    def choose(self) -> None:
        """Ask for files and look at the first."""
        title, several = tr("Take over records"), self._desk.open_files
        one = "" if several else self._desk.open_file(title, KINDS)
        chosen = several(title, KINDS) if several else (one,) if one else ()
        if chosen:
            self.read(*map(Path, chosen))

    def choose_folder(self) -> None:
        """Ask for a folder and look at the first of its files."""
        if folder := self._desk.open_folder(tr("Take over a folder of records")):
            self._name = Path(folder).name
            self._desk.background.run(
                lambda _records: files_in(Path(folder)), lambda files: self.read(*files), self._refused
            )

    def use_secret(self, text: str) -> None:
        """Take the secret key that opens a sealed file; it is never kept."""
        self._secret = text.strip()

    def read(self, *files: Path) -> None:
        """Look at files, one after the other; nothing is stored yet."""
        self._waiting, self._taking_all = files, False
        self._step = Step(0, len(files))
        self.go_on()

    def go_on(self) -> None:
        """Look at the next file; after the last say what became of each."""
        self._let_go()
        self._decisions = Decisions()
        if not self._waiting:
            self._end()
            return
        path, *rest = self._waiting
        self._waiting, self._name = tuple(rest), path.name
        self._step = self._step.next()
        secret = self._secret

        name = path.name
        turn = self._turn = self._turn + 1
        go_on = self._going_on()

        def job(records: Records) -> ImportPlan | None:
            if turn != self._turn:
                return None
            return plan_import(records, read_chosen(path), name, key=secret, progress=go_on)

        self._view.show_reading(name, self._step)
        self._desk.background.run(
            job,
            lambda plan: self._has_looked(plan, turn),
            lambda problem: self._refused(problem) if turn == self._turn else None,
            beside=True,
        )

    def _going_on(self) -> Callable[[float], None]:
        """Give what hears how far a file is, on its thread, and ends it when another turn began meanwhile."""
        self.share, turn = 0.0, self._turn

        def go_on(share: float) -> None:
            if turn != self._turn:
                raise TakingStoppedError
            self.share = share

        return go_on

    def stop_reading(self) -> None:
        """Wait for this file no more; what comes of it is let go. Nothing was stored."""
        self._turn += 1
        self._waiting = ()
        self._end()

    def _has_looked(self, plan: ImportPlan | None, turn: int) -> None:
        if plan is not None and turn == self._turn:
            self._looked(plan)
        elif plan is not None:
            self._desk.background.run(lambda _records: plan.let_go(), beside=True)

    def skip(self) -> None:
        """Let this file go, which leaves nothing, and look at the next."""
        self._step = self._step.after(Became(self._name))
        self.go_on()

    def _looked(self, plan: ImportPlan) -> None:
        self._plan = plan
        if self._taking_all and not self._open_questions():
            self.carry_out()
        else:
            self._taking_all = False
            self._show()

    def _end(self) -> None:
        if self._step.reports or len(self._step.done) > 1:
            self._view.show_reports(self._step)
        else:
            self._view.rest()

    def _refused(self, problem: Exception) -> None:
        self._taking_all = self._is_taking = False
        if isinstance(problem, ExpectedError):
            said = tr("{file}: {sentence}", file=self._name, sentence=problem.sentence)
            self._step = self._step.after(Became(self._name, refusal=problem.sentence))
            self._view.show_refusal(said, problem.remedy, self._step)
        else:
            self._desk.failed(problem)

    def decide(self, incoming: str, existing: str) -> None:
        """Take a decision about a look-alike; ``existing`` is empty for keep separate."""
        self._decisions = self._decisions.with_one(incoming, existing)
        self._show()

    def _show(self) -> None:
        if self._plan is not None:
            self._view.show_plan(self._plan, self._decisions, self._open_questions(), self._step)

    def _open_questions(self) -> int:
        asked = {one.incoming.id for one in self._plan.look_alikes} if self._plan else set[str]()
        return len(asked - set(self._decisions.made))

    def carry_out(self) -> bool:
        """Take the file over, once every look-alike is decided; says whether a file is being looked at."""
        plan, joins, now = self._plan, self._decisions.joins, self._desk.clock.now()
        if plan is None or self._is_taking or self._open_questions():
            return plan is not None
        self._is_taking = True
        self._turn += 1
        go_on = self._going_on()
        self._view.show_taking(plan.name, self._step)
        self._desk.background.run(
            lambda records: carry_out(records, plan, joins, now, go_on),
            self._carried,
            self._refused,
            beside=True,
        )
        return True

    def stop_taking(self) -> None:
        """Have nothing of this file taken over; what is nearly done may still be done, and is told then."""
        self._turn += 1

    def carry_out_all(self) -> None:
        """Take this file over and those after it; a question or a refusal stops at its file."""
        self._taking_all = True
        self.carry_out()

    def _carried(self, report: ImportReport) -> None:
        self._is_taking = False
        self._desk.saved(report.when)
        self._step = self._step.after(Became(report.name, report))
        self.go_on()

    def drop(self) -> None:
        """Let this file and those after it go; nothing of them was stored."""
        self._let_go()
        for name in (self._name, *(path.name for path in self._waiting)):
            self._step = self._step.after(Became(name))
        self._waiting = ()
        self._end()

    def _let_go(self) -> None:
        """Free the file beside this thread: of a large one that takes longer than the window may stand."""
        plan, self._plan = self._plan, None
        if plan is not None:
            self._desk.background.run(lambda _records: plan.let_go(), beside=True)

    # handing over

    def keep_key(self, text: str) -> None:
        """Keep the office's key in the vault, if it is one; what is none is said under its field."""
        if text.strip() == self._key:
            self._key_kept(self._key)
            return

        def job(records: Records) -> tuple[str, str]:
            if why := why_no_key(text):
                return "", why
            return keep_office_key(records, text), ""

        self._desk.background.run(job, lambda told: self._key_tried(text, *told))

    def _key_tried(self, text: str, key: str, why: str) -> None:
        if why:
            self._key = ""
            self._view.show_key(text, why)
        else:
            self._key_kept(key)

    def _key_kept(self, key: str) -> None:
        self._view.key_is_kept()
        self._know_key(key)

    def find(self, words: str) -> None:
        """Find whose record is to go; no words: everybody's."""
        if not words.strip():
            self._person = ""
        self._desk.background.run(lambda records: people_called(records, words), self._found)

    def _found(self, people: tuple[PersonChoice, ...]) -> None:
        self._people = people
        if self._person not in {one.patient for one in people}:
            self._person = ""
        self._view.show_people(people, self._person)

    def choose_person(self, patient: str) -> None:
        """Hand over one person's record; empty for everybody's."""
        self._person = patient
        self._view.show_people(self._people, patient)

    def export(self) -> None:
        """Seal the records for the office and write them where the nurse chooses."""
        if not self._key:
            self._view.show_key("", tr("The office's key is missing. Ask the office for it."))
            return
        chosen = self._desk.save_file(tr("Export to the office"), "records-for-the-office.age")
        if not chosen:
            return
        key, person, now = self._key, self._person, self._desk.clock.now()

        def job(records: Records) -> Export:
            packed = (
                export_patient(records, person, now, to=key) if person else export_all(records, now, to=key)
            )
            write_export(packed, Path(chosen))
            return packed

        self._desk.background.run(job, self._exported, self._desk.failed)

    def _exported(self, packed: Export) -> None:
        self._view.show_export(packed)
