"""What a nurse may still bring of a patient who left her list: what she did while she cared for them.

Nothing of it is read to her, and nothing that somebody else changed since is written over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from carenurse.clinical.fhir import Resource, read_json
from carenurse.store.database import Database
from carenurse.store.numbers import LABEL, number_of_instant
from carenurse.store.packing import unpacked

_GRACE: Final = timedelta(days=30)
"""How long after a patient left a list something counts as done before that: a laptop may not have heard."""

_LATEST: Final = timedelta(days=180)
"""How long after a patient left a list a visit may arrive. When it began is only the laptop's word, when they
left is the office's own: nobody who left years ago is to come back by a date that she writes herself."""


@dataclass(frozen=True, slots=True)
class Came:
    """A visit as it came to the office first, and when by the office's clock."""

    visit: Resource
    at: datetime


class Former:
    """Asks who cared for whom before. ``now`` is the office's clock."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now

    def had(self, nurse: str, patient: str) -> bool:
        """Say whether a patient left a nurse's list so lately that what she did may still arrive."""
        left = self._left(nurse, patient)
        return left is not None and left[1] >= _number(self._now() - _GRACE)

    def had_at(self, nurse: str, patient: str, began: datetime) -> bool:
        """Say whether a visit that began then was hers, and may still arrive: within half a year."""
        left = self._left(nurse, patient)
        return left is not None and left[1] >= max(_number(began - _GRACE), _number(self._now() - _LATEST))

    def visits(self, nurse: str, patient: str) -> list[Came]:
        """Give the visits of hers, as they came first, that came so lately that their rest may still come.

        The days count from their first coming: a visit that is sent again gives no others.
        """
        if self._left(nurse, patient) is None:
            return []
        rows = self._database.rows(
            "SELECT version.json, min(feed.at) FROM version JOIN resource ON resource.id = version.resource "
            "JOIN feed ON feed.version = version.id "
            f"WHERE resource.kind = {LABEL} AND resource.person = {LABEL} AND author = {LABEL} "
            "GROUP BY resource.id HAVING min(feed.at) >= ?",
            ("Encounter", patient, nurse, _number(self._now() - _GRACE)),
        )
        return [Came(read_json(unpacked(json)), datetime.fromtimestamp(at / 1000, UTC)) for json, at in rows]

    def knew(self, nurse: str, patient: str, sequence: int) -> bool:
        """Say whether a nurse knew what was kept then: before the patient left her list, or by herself."""
        left = self._left(nurse, patient)
        return left is not None and (sequence <= left[0] or self.is_hers(nurse, sequence))

    def is_hers(self, nurse: str, sequence: int) -> bool:
        """Say whether a nurse is the author of the very version that was kept then."""
        return bool(
            self._database.row(
                "SELECT 1 FROM feed JOIN version ON version.id = feed.version "
                f"WHERE feed.sequence = ? AND author = {LABEL}",
                (sequence, nurse),
            )
        )

    def _left(self, nurse: str, patient: str) -> tuple[int, int] | None:
        """Give sequence and moment at which a patient left a nurse's list last; None who never was on it."""
        return self._database.row(
            "SELECT feed.sequence, feed.at FROM assigned JOIN feed ON feed.sequence = until "
            f"WHERE assigned.nurse = {LABEL} AND assigned.person = {LABEL} ORDER BY until DESC LIMIT 1",
            (nurse, patient),
        )


def _number(moment: datetime) -> int:
    return number_of_instant(moment) // 2
