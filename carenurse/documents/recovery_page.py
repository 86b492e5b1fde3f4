"""The paper with the recovery code: printed once, kept away from the laptop, never saved by this program."""

from dataclasses import dataclass
from datetime import datetime

from carenurse.documents.labels import Language
from carenurse.documents.rendered import Rendered
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class RecoveryFacts:
    """What the paper says: the code as it is typed, whose vault it opens and when that was made."""

    code: str
    nurse: str
    vault: str
    """The first letters of the vault's own id, so that two papers can be told apart."""
    made: datetime


def render(facts: RecoveryFacts, language: Language = "en") -> Rendered:
    """Make the one page in memory; ``language`` is told to a screen reader; the words are the window's."""
    from carenurse.documents.recovery_layout import lay_out  # noqa: PLC0415 - reportlab costs 100 ms at a start

    return Rendered(lay_out(facts, language), 1, ())


def grouped(code: str) -> tuple[str, ...]:
    """Split a code into the groups in which it is printed and typed; hyphens or spaces part them.

    A code without any is cut into fours.
    """
    groups = code.replace("-", " ").split()
    if len(groups) > 1:
        return tuple(groups)
    return tuple(code[start : start + 4] for start in range(0, len(code), 4))


def uses() -> tuple[str, ...]:
    """Say what the code is for, in the order in which it matters."""
    return (
        tr("If you forget your passphrase, this code opens your records."),
        tr("Whoever has this code and your laptop can read everything. Do not keep them in one bag."),
        tr("Keep this paper at home or in the office safe. Do not photograph it. Do not mail it."),
        tr("Nobody can make this code again for you, neither the office nor the makers of CareNurse."),
        tr("After you have used it, make a new code in Settings and tear this paper up."),
    )
