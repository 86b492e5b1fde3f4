"""What a person lives with: a diagnosis from elsewhere, or a nursing problem in Omaha System terms."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.altered import Wary
from carenurse.clinical.codec import Codec
from carenurse.clinical.coding import CODINGS, CONCEPT, Code, Coding, Concept, Words, code
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import Each, Link
from carenurse.clinical.fact_places import Choice, First, Inside, extension, having, under
from carenurse.clinical.facts import Text, Time, Whole
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import HL7, OMAHA, OWN

_CLINICAL: Final = HL7 + "condition-clinical"
_VERIFICATION: Final = HL7 + "condition-ver-status"


@dataclass(frozen=True, slots=True)
class Rating:
    """One Omaha outcome scale, 1 (worst) to 5 (best): at start of care, now, and aimed at."""

    start: int | None = None
    now: int | None = None
    target: int | None = None


NO_RATING: Final = Rating()


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry of the problem list.

    ``omaha`` is the Omaha problem code (PB0029) or nothing, ``modifier`` its risk or state (RM0001 health
    promotion, RM0002 potential, RM0003 actual), ``owner`` whose it is (OM0001 individual, OM0002 family),
    ``signs`` the signs and symptoms seen. ``recorded`` is when it was put on the list.
    """

    id: str = ""
    patient: str = ""
    text: str = ""
    omaha: str = ""
    codings: tuple[Coding, ...] = ()
    clinical_status: str = ""
    verification: str = ""
    modifier: str = ""
    owner: str = ""
    signs: tuple[Concept, ...] = ()
    onset: Moment | None = None
    ended: Moment | None = None
    recorded: Moment | None = None
    knowledge: Rating = NO_RATING
    behavior: Rating = NO_RATING
    status: Rating = NO_RATING
    visit: str = ""
    note: str = ""

    @property
    def active(self) -> bool:
        """Say whether it still counts: not resolved, not refuted, not entered in error."""
        return self.clinical_status in ("", "active", "recurrence", "relapse") and self.verification not in (
            "refuted",
            "entered-in-error",
        )


_RATING: Final = Codec(
    Rating, {name: extension(name, Whole("valueInteger")) for name in ("start", "now", "target")}
)


def _rating(scale: str) -> First[Rating]:
    url = f"{OWN}{scale}-rating"
    return First("extension", _RATING, having(url=url), {"url": url})


def _modifier(name: str) -> First[str]:
    url = OWN + name
    return First("extension", Inside("valueCodeableConcept", Code(OMAHA)), having(url=url), {"url": url})


def _is_omaha_problem(text: str) -> bool:
    return text.startswith("PB")


_CODEC: Final = Codec(
    Problem,
    {
        "id": Text("id"),
        "patient": Inside("subject", Link("Patient")),
        "codings": Inside("code", CODINGS),
        "omaha": Inside("code", Code(OMAHA, alone=False, known=_is_omaha_problem)),
        "text": Wary(Inside("code", Words())),
        "clinical_status": code("clinicalStatus", _CLINICAL),
        "verification": code("verificationStatus", _VERIFICATION),
        "modifier": _modifier("omaha-modifier"),
        "owner": _modifier("omaha-owner"),
        "signs": First("evidence", Each("code", CONCEPT), lambda entry: "code" in entry),
        "onset": Choice(
            "onset",
            {"onsetDateTime": Time("onsetDateTime"), "onsetPeriod": under("onsetPeriod", Time("start"))},
        ),
        "ended": Choice(
            "abatement",
            {
                "abatementDateTime": Time("abatementDateTime"),
                "abatementPeriod": under("abatementPeriod", Time("end")),
            },
        ),
        "recorded": Time("recordedDate"),
        "knowledge": _rating("knowledge"),
        "behavior": _rating("behavior"),
        "status": _rating("status"),
        "visit": Inside("encounter", Link("Encounter")),
        "note": First("note", Text("text")),
    },
    {
        "resourceType": "Condition",
        "clinicalStatus": {"coding": [{"system": _CLINICAL, "code": "active"}]},
        "verificationStatus": {"coding": [{"system": _VERIFICATION, "code": "confirmed"}]},
        "category": [{"coding": [{"system": HL7 + "condition-category", "code": "problem-list-item"}]}],
    },
)


def decode(resource: Resource) -> Problem:
    """Read a Condition; what is missing or misshapen stays empty."""
    return _CODEC.read(resource)


def glance(resource: Resource) -> Problem:
    """Read only what a list of people shows: the text, whether it is active, and of the plan of care."""
    return _CODEC.glance(resource, "text", "omaha", "modifier", "clinical_status", "verification")


def encode(value: Problem, onto: Resource | None = None) -> Resource:
    """Write a Condition, onto the resource it came from so that everything else stays."""
    return _CODEC.encode(value, onto)
