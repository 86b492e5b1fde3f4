"""A model office and laptops that nothing troubles but what a test says: for telling one case by itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from carenurse.clinical.fhir import Resource
from carenurse.sync.steps import Outcome
from carenurse.sync.wire import Request, Response
from tests.simulation.laptop import Laptop, make_pattern
from tests.simulation.made import patient
from tests.simulation.native import office_with
from tests.simulation.network import FaultyWire
from tests.simulation.office import START, Quirks

ROSA = ("Patient", "rosa")


def searches(request: Request, kind: str = "") -> bool:
    """Say whether pages (of a kind) are asked for, by themselves or with others in a batch."""
    together = not request.path and b"_sort=" in request.body and f'"{kind}'.encode() in request.body
    return together or (request.path.startswith(kind) and request.path.endswith("/_search"))


@dataclass
class Scene:
    """One office with one patient, Rosa, who is on the caseload of every laptop."""

    folder: Path
    quirks: Quirks
    clock: datetime = START
    laptops: list[Laptop] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Write down Rosa."""
        self.office = office_with(self.quirks, lambda: self.clock, lambda _: None)
        self.office.write(ROSA, patient("rosa"), "office")
        self.caseload("rosa")

    def caseload(self, *members: str) -> None:
        listed = [{"entity": {"reference": f"Patient/{one}"}} for one in members]
        group = {"resourceType": "Group", "id": "g1", "type": "person", "actual": True, "member": listed}
        self.office.write(("Group", "g1"), group, "office")

    def writes(self, resource: Resource) -> None:
        """Let somebody in the office write."""
        self.office.write((resource["resourceType"], resource["id"]), resource, "office")

    def laptop(self, handle: Callable[[Request, str], Response] | None = None) -> Laptop:
        """Give out a laptop; ``handle`` stands between it and the office."""
        name, chance = f"laptop{len(self.laptops)}", Random(1)  # noqa: S311 - the same each time
        wire = FaultyWire(
            handle=handle or self.office.handle,
            by=name,
            chance=chance,
            rate=0.0,
            faults=(),
            later=lambda _seconds, _what: None,
            count=lambda _what: None,
            guarded=True,
        )
        folder = self.folder / name
        folder.mkdir()
        made = Laptop(name, folder, lambda: self.clock, chance, self.quirks.profile, wire, "g1")
        made.begin(make_pattern(folder, "nurse", lambda: START))
        self.laptops.append(made)
        return made

    def uncounted(self, request: Request, by: str) -> Response:
        """Answer as the office does, but keep no count of a run: what the laptop puts there last fails."""
        counts = request.path.startswith("Basic/") and request.method == "PUT"
        return Response(503, {}, b"") if counts else self.office.handle(request, by)

    def run(self, laptop: Laptop, *, after: float = 1) -> Outcome:
        """Let some seconds pass and a whole run."""
        self.clock += timedelta(seconds=after)
        laptop.outcome = None
        while laptop.outcome is None:
            laptop.step(50)
        return laptop.outcome

    def close(self) -> None:
        for one in self.laptops:
            one.close()
