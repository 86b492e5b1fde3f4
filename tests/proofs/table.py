"""What a proof found, and the table of all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field


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
