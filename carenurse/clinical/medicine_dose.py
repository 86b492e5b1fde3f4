"""How a medicine is taken, in words: as written, else put together from what was coded."""

from dataclasses import dataclass

from carenurse.clinical.coding import QUANTITY
from carenurse.clinical.facts import Text
from carenurse.clinical.fhir import Resource, concept_text
from carenurse.clinical.shapes import as_number, as_object, as_text, at


@dataclass(frozen=True, slots=True)
class Dose:
    """The direction of a Dosage. Nothing is put together that was not said."""

    def read(self, holder: Resource) -> str:
        """Say the direction: its text, else the patient instruction, else dose, route and timing."""
        said = as_text(holder.get("text")) or as_text(holder.get("patientInstruction"))
        return said or " ".join(part for part in (_amount(holder), _route(holder), _timing(holder)) if part)

    def write(self, holder: Resource, value: str) -> None:
        """Put the direction in as text; coded dose and timing told of the old one and go."""
        for name in ("patientInstruction", "doseAndRate", "timing", "route"):
            holder.pop(name, None)
        Text("text").write(holder, value)


@dataclass(frozen=True, slots=True)
class AsNeeded:
    """Whether a medicine is taken only when needed; a reason given for it says yes."""

    def read(self, holder: Resource) -> bool | None:
        """Take the answer out; None when nobody said."""
        if isinstance(holder.get("asNeededCodeableConcept"), dict):
            return True
        found = holder.get("asNeededBoolean")
        return found if isinstance(found, bool) else None

    def write(self, holder: Resource, value: bool | None) -> None:  # noqa: FBT001 - it is the value itself
        """Put the answer in; a reason for taking it goes with a no."""
        holder.pop("asNeededCodeableConcept", None)
        holder.pop("asNeededBoolean", None)
        if value is not None:
            holder["asNeededBoolean"] = value


def _amount(dosage: Resource) -> str:
    found = QUANTITY.read(as_object(at(dosage, "doseAndRate.doseQuantity")))
    shown = as_text(at(dosage, "doseAndRate.doseQuantity.unit")) or found.unit
    return "" if found.value is None else f"{found.value.normalize():f} {shown}".strip()


def _route(dosage: Resource) -> str:
    return concept_text(dosage.get("route"))


def _timing(dosage: Resource) -> str:
    if said := concept_text(at(dosage, "timing.code")):
        return said
    repeat = as_object(at(dosage, "timing.repeat"))
    times, period = as_number(repeat.get("frequency")), as_number(repeat.get("period"))
    unit = as_text(repeat.get("periodUnit"))
    return f"{times}x/{period} {unit}" if times and period and unit else ""
