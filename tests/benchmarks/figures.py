"""What was measured, what it is held against, and the table that says so."""

import math
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

Verdict = Literal["holds", "misses", "not yet"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: ``measured`` says the number with its unit, ``bar`` what it must not pass, ``n`` how often."""

    what: str
    measured: str
    bar: str
    verdict: Verdict
    baseline: str = ""
    n: int = 1
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, many times over, in milliseconds."""

    times: tuple[float, ...]

    @property
    def n(self) -> int:
        """How often."""
        return len(self.times)

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.times)

    @property
    def worst(self) -> float:
        """The longest."""
        return max(self.times)

    def percentile(self, share: float) -> float:
        """Give the time that this share of all (0.95) does not pass, by nearest rank."""
        return sorted(self.times)[max(0, math.ceil(share * self.n) - 1)]

    @property
    def p95(self) -> float:
        """The time that 95 of 100 do not pass."""
        return self.percentile(0.95)

    @property
    def p99(self) -> float:
        """The time that 99 of 100 do not pass."""
        return self.percentile(0.99)


def timed(job: Callable[[], object]) -> float:
    """Do something once; return the milliseconds it took."""
    began = time.perf_counter()
    job()
    return (time.perf_counter() - began) * 1000


def spread(times: Iterable[float]) -> Spread:
    """Gather times in milliseconds."""
    return Spread(tuple(times))


def ms(number: float) -> str:
    """Write milliseconds."""
    return f"{number:.1f} ms" if number < 10 else f"{number:.0f} ms"


def judged(holds: bool) -> Verdict:  # noqa: FBT001 - the answer itself
    """Say whether a bar holds."""
    return "holds" if holds else "misses"


def machine() -> str:
    """Say where it was measured, since machines differ."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{_processor()}, {os.cpu_count()} cores{load}; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}, PySide6 {version('PySide6-Essentials')}, "
        f"sqlcipher3 {version('sqlcipher3')}"
    )


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    if told.exists():
        for line in told.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def table(figures: Sequence[Figure]) -> list[str]:
    """Write the figures under one another, remarks in the line below."""
    head = ("what", "measured", "bar", "baseline", "n", "verdict")
    rows = [(one.what, one.measured, one.bar, one.baseline, str(one.n), one.verdict) for one in figures]
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    lines = [_line(head, widths), _line(["-" * width for width in widths], widths)]
    for figure, row in zip(figures, rows, strict=True):
        lines.append(_line(row, widths))
        lines += [f"    {figure.remark}"] if figure.remark else []
    return lines


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
