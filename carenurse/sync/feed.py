"""How far the feed of our own office was read, and the question for what comes after it."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.fhir import read_json, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.clinical.whole import whole
from carenurse.sync.session import Session
from carenurse.sync.steps import Ending, StoppedError
from carenurse.sync.wire import NDJSON, Request, Response

MARK: Final = "pull $changes"
_LINES: Final = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the feed was read, of which history of the office (epoch).

    ``whole``: what was there when it was begun; who came in before that comes with the feed itself.
    """

    epoch: str = ""
    since: int = 0
    whole: int = 0

    @classmethod
    def kept(cls, session: Session) -> "Mark":
        """Read it; the beginning before the first."""
        text = session.setting(MARK)
        told = as_object(read_json(text) if text else None)
        return cls(as_text(told.get("epoch")), int(told.get("since", 0)), int(told.get("whole", 0)))

    @property
    def text(self) -> str:
        """Write it to be kept."""
        return write_json({"epoch": self.epoch, "since": self.since, "whole": self.whole}).decode()

    def request(self, device: str = "") -> Request:
        """Ask for what comes after it; with the id of a laptop also for its count of runs."""
        known = (f"&epoch={self.epoch}" if self.epoch else "") + (f"&device={device}" if device else "")
        headers = {"Accept": NDJSON, "Cache-Control": "no-cache"}
        return Request("GET", f"$changes?since={self.since}&_count={_LINES}{known}", headers, reads=True)

    def moved(self, answer: Response) -> "Mark":
        """Give the mark after a page of the feed."""
        whole = self.whole if self.since else number_told(answer, "newest-sequence")
        return Mark(answer.headers.get("epoch", ""), number_told(answer, "next-sequence"), whole)


def number_told(answer: Response, header: str) -> int:
    """Read a sequence. Raises StoppedError: without it nobody knows where the feed goes on."""
    number = whole(answer.headers.get(header, ""))
    if number is None:
        raise StoppedError(Ending.NO_ANSWER, why=f"its feed has no {header}")
    return number
