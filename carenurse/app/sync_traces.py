"""To which visit a change belongs, and whether the nurse made it or took it over from another system.

Neither can change for a change that is in the outbox, so that each is found out once a sitting: the status
bar asks after every save.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from carenurse.app.ports import Reading, Unsent
from carenurse.app.received_states import was_received
from carenurse.clinical.fhir import Resource, kind_of, split_reference
from carenurse.clinical.registry import keys_of
from carenurse.clinical.shapes import as_objects, as_text


@dataclass(frozen=True, slots=True)
class Trace:
    """``visit`` is an Encounter id, "" for none; ``taken_over``: a file of another system brought it.

    ``finished`` marks the visit itself when it is over: it was signed.
    """

    visit: str = ""
    taken_over: bool = False
    finished: bool = False


def trace_of(records: Reading, resource: Resource) -> Trace:
    """Find out about one state."""
    finished = kind_of(resource) == "Encounter" and resource.get("status") == "finished"
    return Trace(visit_of(resource), was_received(records, resource), finished)


def visit_of(resource: Resource) -> str:
    """Name the visit at which something was made; "" for none."""
    kind = kind_of(resource)
    if kind == "Encounter":
        return str(resource["id"])
    if kind == "Provenance":
        return next(_targets(resource, "Encounter"), "")
    return next((value for name, value in keys_of(resource) if name == "encounter"), "")


def _targets(resource: Resource, kind: str) -> Iterator[str]:
    for target in as_objects(resource.get("target")):
        split = split_reference(as_text(target.get("reference")))
        if split and split[0] == kind:
            yield split[1]


@dataclass(slots=True)
class Traces:
    """What was found out so far, by the number of the change."""

    _known: dict[int, Trace] = field(default_factory=dict[int, Trace])

    def of(self, records: Reading, waiting: Sequence[Unsent]) -> list[Trace]:
        """Tell the traces of what waits, in its order; what no longer waits is forgotten."""
        new = [one for one in waiting if one.sequence not in self._known]
        if new:
            states = dict(_states(records, new))
            for one in new:
                state = states.get((one.kind, one.identity))
                self._known[one.sequence] = trace_of(records, state) if state else Trace()
        self._known = {one.sequence: self._known[one.sequence] for one in waiting}
        return list(self._known.values())


def _states(records: Reading, waiting: Iterable[Unsent]) -> Iterable[tuple[tuple[str, str], Resource]]:
    by_kind: dict[str, dict[str, None]] = {}
    for one in waiting:
        by_kind.setdefault(one.kind, {})[one.identity] = None
    for kind, identities in by_kind.items():
        for found in records.get_many(kind, list(identities)):
            yield (kind, str(found["id"])), found
