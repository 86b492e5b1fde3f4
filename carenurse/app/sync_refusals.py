"""Why the office did not take something, in plain words, and what to do about it.

What is kept is the office's own sentence (an OperationOutcome). It is shown too, for whoever the nurse asks.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from carenurse.sync.kept import Held
from carenurse.translations import tr

_MOST_LETTERS = 300


@dataclass(frozen=True, slots=True)
class Refusal:
    """``why`` and ``remedy`` are sentences for the nurse, ``said`` are the office's own words."""

    why: str
    remedy: str
    said: str


def refusal(why: Held, reason: str) -> Refusal:
    """Say in plain words why something was put aside."""
    said = " ".join(reason.split())[:_MOST_LETTERS]
    if why is Held.NOT_ALLOWED:
        return Refusal(
            tr("The office does not take this from you: the person may be with another nurse now."),
            tr(
                "Nothing is lost. It goes again by itself when a visit has arrived: what was made at a visit "
                "that began before the person left your list, or within thirty days after, is taken. Else "
                "tell the nurse who has the person now, and ask the office to put them back on your list."
            ),
            said,
        )
    told = next((words for pattern, words in _PATTERNS if pattern.search(reason)), _unclear)
    return Refusal(*told(), said)


def _missing() -> tuple[str, str]:
    return (
        tr("The office misses something in it that it needs."),
        tr("Open the chart and fill in what is missing; what you change is sent again by itself."),
    )


def _wrong_code() -> tuple[str, str]:
    return (
        tr("The office does not know a code or a word in it."),
        tr("Ask the office; it can be sent again when they have mended their side."),
    )


def _wrong_value() -> tuple[str, str]:
    return (
        tr("The office cannot read a date, a number or a text in it."),
        tr("Open the chart, look at its dates and numbers and mend them; it is sent again by itself."),
    )


def _no_target() -> tuple[str, str]:
    return (
        tr("It belongs to something that the office does not have."),
        tr("Send it again after the rest has arrived; ask the office if it stays."),
    )


def _exists() -> tuple[str, str]:
    return (
        tr("The office has something of the same number already."),
        tr("Ask the office which of the two is right."),
    )


def _too_large() -> tuple[str, str]:
    return (
        tr("It is too large for the office's server."),
        tr("Ask the office; a sealed parcel on a stick can carry it."),
    )


def _unclear() -> tuple[str, str]:
    return (
        tr("The office's server refused it."),
        tr("Read its own words below, or let the office read them. It is kept here until it is taken."),
    )


_PATTERNS: Final[tuple[tuple[re.Pattern[str], Callable[[], tuple[str, str]]], ...]] = (
    (re.compile(r"required|missing|minimum|min(imum)? cardinality|must have", re.IGNORECASE), _missing),
    (re.compile(r"too large|size limit|payload", re.IGNORECASE), _too_large),
    (re.compile(r"duplicate|already exists|unique", re.IGNORECASE), _exists),
    (
        re.compile(r"reference.*(not found|unknown|resolve)|not found.*reference|integrity", re.IGNORECASE),
        _no_target,
    ),
    (re.compile(r"value ?set|code ?system|unknown code|not in the", re.IGNORECASE), _wrong_code),
    (re.compile(r"invalid|format|parse|regex|date|datatype", re.IGNORECASE), _wrong_value),
)
"""What servers write, most telling first; the words of HAPI, Medplum, Azure and our own office."""
