"""Nothing of a patient is readable in anything that the program writes, wherever it writes it.

A whole sitting is worked with the witness on every file of the system; each word that was typed is looked for
in eight spellings, in all that was written and in all that was left. Three leaks are planted each time, and
have to be found: a search that finds nothing must be one that could have.
"""

import contextlib
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Final, Literal

from tests.proofs.shim import operations, reason_against, run_watched
from tests.proofs.spellings import WAYS, found_in
from tests.proofs.table import Finding

CANARIES: Final = tuple(f"Kánarie{number:02}Sparrüw" for number in range(30))
LEAKS: Final = 3
SHORTEST: Final = 9
"""Letters of a word to look for: six of its bytes are eight signs of base 64 however they are cut."""
Sitting = Literal["record", "window"]


def prove(sitting: Sitting = "record") -> Finding:
    """Work a sitting and search; ``window``: the tour through the real windows, on the demo's people."""
    name = "plaintext scan" if sitting == "record" else "plaintext scan, all windows"
    if reason := reason_against():
        return Finding(name, 0, skipped=reason)
    began = time.perf_counter()
    module = "tests.proofs.plain_sitting" if sitting == "record" else "tests.proofs.plain_windows"
    with tempfile.TemporaryDirectory(prefix="carenurse-proof-") as parent:
        words = CANARIES if sitting == "record" else demo_words()
        place = Path(parent)
        leaks, size = _search(place / "sitting", module, words)
        planted, _ = _search(place / "planted", "tests.proofs.plain_leaks", CANARIES)
    caught = {word for word, _, _ in planted}
    wrong = [f"{way} of word {words.index(word)} in {file}" for word, way, file in leaks]
    wrong += [f"planted leak {at} was not found" for at in range(LEAKS) if CANARIES[at] not in caught]
    told = (
        f"{len(words)} words x {WAYS} spellings in {size:,} bytes written; {len(caught)} planted leaks found"
    )
    return Finding(name, len(words) * WAYS, tuple(wrong), told, seconds=time.perf_counter() - began)


def demo_words() -> tuple[str, ...]:
    """Name what only the demo's people are called; a short name stands in random bytes by chance."""
    from carenurse.app.demo import generate  # noqa: PLC0415 - only the window's sitting needs it
    from tests.demo_day import DAY  # noqa: PLC0415 - likewise

    people = [one for one in generate(1, DAY) if one["resourceType"] == "Patient"]
    lines = [line for one in people for address in one.get("address", []) for line in address.get("line", [])]
    names = [one["name"][0] for one in people]
    whole = [name["given"][0] + joint + name["family"] for name in names for joint in (" ", '"],"family":"')]
    said = [*whole, *(name["family"] for name in names), *lines]
    return tuple(dict.fromkeys(word for word in said if len(word) >= SHORTEST))


def _search(place: Path, module: str, words: tuple[str, ...]) -> tuple[list[tuple[str, str, str]], int]:
    """Run a sitting with a home of its own; return what was found, and how much was written."""
    for name in ("home", "tmp", "work", "out"):
        (place / name).mkdir(parents=True)
    log = place / "log"
    variables = {
        "HOME": str(place / "home"),
        "TMPDIR": str(place / "tmp"),
        "SQLITE_TMPDIR": str(place / "tmp"),
        "XDG_DATA_HOME": str(place / "home/data"),
        "XDG_CONFIG_HOME": str(place / "home/config"),
        "XDG_CACHE_HOME": str(place / "home/cache"),
        "XDG_STATE_HOME": str(place / "home/state"),
        "QT_QPA_PLATFORM": "offscreen",
        "PROOF_PREFIX": "/",
        "PROOF_LOG": str(log),
    }
    run_watched(module, str(place), more=variables)
    written: dict[str, bytearray] = defaultdict(bytearray)
    for operation in operations(log):
        if operation.kind == "W" and not _is_ours(operation.path, place):
            written[operation.path] += operation.data
    for file in (file for folder in ("home", "tmp", "work") for file in (place / folder).rglob("*")):
        with contextlib.suppress(OSError):
            written[f"left: {file}"] += file.read_bytes()
    found = [
        (word, way, file) for file, data in written.items() for word, way in found_in(bytes(data), words)
    ]
    return found, sum(len(data) for data in written.values())


def _is_ours(path: str, place: Path) -> bool:
    """Pass over what the nurse asked for in the clear (``out``), pipes and devices."""
    return path.startswith((str(place / "out"), "/dev/", "/proc/")) or not path.startswith("/")
