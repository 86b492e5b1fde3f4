"""What a nurse, and through her the office, has to hear of a run that went well otherwise."""

from collections.abc import Collection
from typing import Final

from carenurse.app.sync_words import kind_word
from carenurse.sync.steps import Tally
from carenurse.translations import tr, trn

_NAMED: Final = 5
_LONGEST_NAME: Final = 100
"""Characters; an id of FHIR R4 has 64 at most, a hostile one any number."""


def notices_of(tally: Tally) -> tuple[str, ...]:
    """Say what the nurse has to know of a run beside how it ended; nothing where there is nothing."""
    told: list[str] = []
    if tally.restored:
        told.append(
            trn(
                "The office was restored from a backup. {number} record that it lost was offered again.",
                "The office was restored from a backup. {number} records that it lost were offered again.",
                tally.reoffered,
            )
        )
    if tally.cloned:
        told.append(tr("A copy of this laptop has sent to the office too. Tell the office; nothing is lost."))
    if tally.left:
        told.append(
            trn(
                "{number} person is no longer on your caseload and was taken off this laptop.",
                "{number} people are no longer on your caseload and were taken off this laptop.",
                len(tally.left),
            )
        )
    if tally.unreadable:
        told.append(
            trn(
                "{number} entry at the office cannot be read by a laptop and was left out: {names}. "
                "Tell the office.",
                "{number} entries at the office cannot be read by a laptop and were left out: {names}. "
                "Tell the office.",
                len(tally.unreadable),
                names=_first_of(tally.unreadable),
            )
        )
    if tally.not_given:
        told.append(
            tr(
                "This office gives out none of these: {kinds}. What it has of them is not on this laptop.",
                kinds=", ".join(sorted(kind_word(one) for one in tally.not_given)),
            )
        )
    return tuple(told)


def _first_of(names: Collection[str]) -> str:
    """Name the first of them, each no longer than an id of FHIR R4 with its kind."""
    first = [one[:_LONGEST_NAME] for one in sorted(names)[:_NAMED]]
    return ", ".join((*first, "…") if len(names) > _NAMED else first)
