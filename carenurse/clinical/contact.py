"""How to reach a person: phones, and where they live."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.fact_lists import Chosen, Each, Texts
from carenurse.clinical.facts import Text
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_object, as_text


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """One phone number (system phone or sms) and its use: home, work, mobile."""

    system: str = "phone"
    value: str = ""
    use: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; ``text`` is the whole of it where the sender wrote it as one."""

    lines: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    text: str = ""

    @property
    def one_line(self) -> str:
        """Write it on one line: "12 Elm St, Springfield, IL 62701"."""
        region = " ".join(part for part in (self.state, self.postal_code) if part)
        parts = ", ".join(part for part in (*self.lines, self.city, region) if part)
        return parts or ", ".join(self.text.splitlines())


NO_ADDRESS: Final = Address()

CONTACT: Final = Codec(ContactPoint, {"system": Text("system"), "value": Text("value"), "use": Text("use")})

ADDRESS: Final = Codec(
    Address,
    {
        "lines": Texts("line"),
        "city": Text("city"),
        "state": Text("state"),
        "postal_code": Text("postalCode"),
        "country": Text("country"),
        "text": Text("text"),
    },
)

_LAST: Final = 9
_BEST_FIRST: Final = {"home": 0, "": 1, "temp": 2, "work": 3, "billing": 4}


def _is_phone(entry: Resource) -> bool:
    return entry.get("system") in ("phone", "sms") and bool(as_text(entry.get("value")))


def _rank(entry: Resource) -> int:
    """Prefer the home that still is one; a mailing address is the last to drive to."""
    if as_object(entry.get("period")).get("end") or entry.get("use") == "old":
        return _LAST
    return _BEST_FIRST.get(as_text(entry.get("use")), _LAST) + 5 * (entry.get("type") == "postal")


PHONES: Final = Each("telecom", CONTACT, _is_phone)
HOME: Final = Chosen("address", ADDRESS, _rank, NO_ADDRESS)
