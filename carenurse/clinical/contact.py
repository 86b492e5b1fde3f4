"""How to reach a person: phones, and where they live."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.dates import Moment
from carenurse.clinical.fact_lists import Chosen, Each, Texts
from carenurse.clinical.fact_places import under
from carenurse.clinical.facts import Text, Time, Whole
from carenurse.clinical.fhir import Resource
from carenurse.clinical.in_force import holds_now, in_force
from carenurse.clinical.shapes import as_text


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """One phone number (system phone or sms) and its use: home, work, mobile, temp or old.

    ``rank`` is the sender's order, 1 first; ``since`` and ``until`` when it may be used.
    """

    system: str = "phone"
    value: str = ""
    use: str = ""
    rank: int | None = None
    since: Moment | None = None
    until: Moment | None = None

    @property
    def stands(self) -> bool:
        """Say whether somebody answers there today, as far as the record tells."""
        return self.use != "old" and holds_now(self.since, self.until)


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

CONTACT: Final = Codec(
    ContactPoint,
    {
        "system": Text("system"),
        "value": Text("value"),
        "use": Text("use"),
        "rank": Whole("rank"),
        "since": under("period", Time("start")),
        "until": under("period", Time("end")),
    },
)

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


def in_calling_order(phones: Sequence[ContactPoint]) -> list[ContactPoint]:
    """Order numbers as they are to be tried: those that stand, by the sender's rank, home before work."""
    return sorted(phones, key=_phone_rank)


def phone_to_call(phones: Sequence[ContactPoint]) -> str:
    """Write the number to call; empty when there is none."""
    return next((one.value for one in in_calling_order(phones)), "")


def can_be_called(words: str) -> bool:
    """Say whether a number stands in what was written for one, and not a note ("call daughter") alone."""
    return any(sign.isdigit() for sign in words)


_LAST: Final = 9
_OVER: Final = 99
_UNRANKED: Final = 1_000
_PHONE_ORDER: Final = {"home": 0, "mobile": 0, "": 1, "temp": 2, "work": 3}
_BEST_FIRST: Final = {"home": 0, "": 1, "temp": 2, "work": 3, "billing": 4}


def _is_phone(entry: Resource) -> bool:
    return entry.get("system") in ("phone", "sms") and bool(as_text(entry.get("value")))


def _phone_rank(phone: ContactPoint) -> tuple[bool, int, int]:
    return (not phone.stands, phone.rank or _UNRANKED, _PHONE_ORDER.get(phone.use, _LAST))


def _rank(entry: Resource) -> int:
    """Prefer the home that still is one; a mailing address is the last to drive to."""
    if not in_force(entry) or entry.get("use") == "old":
        return _OVER
    return _BEST_FIRST.get(as_text(entry.get("use")), _LAST) + 5 * (entry.get("type") == "postal")


PHONES: Final = Each("telecom", CONTACT, _is_phone)
HOME: Final = Chosen("address", ADDRESS, _rank, NO_ADDRESS)
