"""The log of this device: codes and places in our own code, never a word of what anybody typed or read."""

import logging
import traceback
from pathlib import Path
from secrets import token_hex

from typing_extensions import override

_NAME = "carenurse"
_SIZE = 256 * 1024
_KEPT = 3


class Codes(logging.Formatter):
    """Writes time, level and our own message; of an exception its kind and places, never its text."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    @override
    def formatException(self, ei: object) -> str:
        """Leave the exception's own text out: it may quote a note."""
        return ""


def start_log(folder: Path) -> None:
    """Write to a rotated file in this folder from now on; without a log, the program goes on."""
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415  not needed for the first picture

    log = logging.getLogger(_NAME)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "carenurse.log", maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(Codes())
    log.addHandler(handler)


def note_fault(problem: BaseException) -> str:
    """Write down a fault of ours and return the code under which it stands in the log."""
    code = token_hex(3).upper()
    places = [
        f"{Path(frame.filename).stem}:{frame.lineno}" for frame in traceback.extract_tb(problem.__traceback__)
    ]
    kind = type(problem).__name__
    logging.getLogger(_NAME).error("fault %s %s at %s", code, kind, " < ".join(reversed(places[-8:])))
    return code


def note(event: str) -> None:
    """Write down that something of ours happened; the words are a constant in our code."""
    logging.getLogger(_NAME).info("%s", event)
