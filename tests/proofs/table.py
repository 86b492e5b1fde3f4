"""What a proof found, and the table of all of them."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One proof: how often it was tried, what went wrong (empty: it holds), and what is worth knowing.

    ``skipped`` says why it could not be tried here.
    """

    name: str
    tries: int
    wrong: tuple[str, ...] = ()
    told: str = ""
    skipped: str = ""
    seconds: float = field(default=0.0, compare=False)

    @property
    def holds(self) -> bool:
        """Whether it was tried and nothing went wrong."""
        return not self.wrong and not self.skipped and self.tries > 0


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Put the parts of one proof together, sorted by name; ``seconds`` are those of all parts."""
    whole: dict[str, Finding] = {}
    for one in findings:
        other = whole.get(one.name)
        whole[one.name] = one if other is None else _both(other, one)
    return [whole[name] for name in sorted(whole)]


def _both(one: Finding, other: Finding) -> Finding:
    return Finding(
        one.name,
        one.tries + other.tries,
        (*one.wrong, *other.wrong),
        one.told,
        one.skipped or other.skipped,
        seconds=one.seconds + other.seconds,
    )


class Kept:
    """The findings of a long run in a file, a line of JSON for each part, so that it can be gone on with."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._found: dict[str, Finding] = {}
        if file is not None and file.exists():
            for line in file.read_text().splitlines():
                told = json.loads(line)
                part = told.pop("part")
                self._found[part] = Finding(**told | {"wrong": tuple(told["wrong"])})

    def has(self, part: str) -> bool:
        """Say whether a part was done."""
        return part in self._found

    def findings(self, parts: Iterable[str]) -> list[Finding]:
        """Give what was found in those of the parts that were done."""
        return [self._found[part] for part in parts if part in self._found]

    def note(self, part: str, finding: Finding) -> None:
        """Write a part down at once."""
        if self._file is not None:
            with self._file.open("a") as stream:
                stream.write(json.dumps({"part": part, **asdict(finding)}) + "\n")


def lines(findings: Iterable[Finding]) -> list[str]:
    """Write the table."""
    rows = [("proof", "tries", "wrong", "seconds", "what was seen")]
    for one in findings:
        state = "skipped" if one.skipped else str(len(one.wrong))
        rows.append((one.name, f"{one.tries:,}", state, f"{one.seconds:.0f}", one.skipped or one.told))
    widths = [max(len(row[at]) for row in rows) for at in range(4)]
    written = [
        "  ".join(
            [row[0].ljust(widths[0]), *(row[at].rjust(widths[at]) for at in range(1, 4)), row[4]]
        ).rstrip()
        for row in rows
    ]
    return [written[0], "-" * len(written[0]), *written[1:]]
