"""What is measured in the real window, each in processes of its own."""

import compileall
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.figures import Figure, judged, ms, spread, timed
from tests.benchmarks.made_vaults import Caseload

ROOT = Path(__file__).resolve().parents[2]


def child(name: str, *words: str | int | Path) -> dict[str, Any]:
    """Measure one thing in a fresh process. Raises CalledProcessError with what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.child", name, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
        timeout=600,
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def start(caseload: Caseload, count: int) -> Figure:
    """Start the program and an empty window in turn, from the call until the first picture is painted."""
    compileall.compile_dir(ROOT / "carenurse", quiet=1)  # as an installed program is, and PySide6 too
    compileall.compile_dir(ROOT / "ui", quiet=1)
    bare: list[float] = []
    ours: list[float] = []
    for _ in range(count + 1):
        bare.append(timed(lambda: child("bare_start")))
        ours.append(timed(lambda: child("start", "--vault", caseload.folder)))
    empty, full = median(bare[1:]), median(ours[1:])
    return Figure(
        "start to unlock screen",
        f"median {ms(full)}",
        "1.5 x an empty window",
        judged(full <= 1.5 * empty),
        f"{ms(empty)} ({full / empty:.2f} x)",
        count,
        f"fastest {ms(min(ours))} against {ms(min(bare))} ({min(ours) / min(bare):.2f} x)",
    )


def unlock(caseload: Caseload, count: int) -> Figure:
    """Unlock by the recovery code, which derives no key, until Today is painted."""
    times = spread(child("unlock", caseload.folder, caseload.code)["ms"] for _ in range(count))
    return Figure(
        "unlock to Today, derivation apart",
        f"median {ms(times.median)}",
        "1 s",
        judged(times.median <= 1000),
        n=times.n,
        remark=f"worst {ms(times.worst)}; {caseload.told}; each in a process just started",
    )


def screens(caseload: Caseload, rounds: int) -> list[Figure]:
    """Go round the screens, a few seconds after the unlock: by then each is loaded and made."""
    told = child("switch", caseload.folder, caseload.code, rounds)
    times = spread(told["times"])
    first = ", ".join(f"{place} {ms(taken)}" for place, taken in told["first"].items())
    return [
        Figure(
            "screen switch",
            f"p95 {ms(times.p95)}",
            "p95 100 ms",
            judged(times.p95 <= 100),
            n=times.n,
            remark=f"median {ms(times.median)}; {_processor(told)}; the first time: {first}; {caseload.told}",
        ),
        Figure(
            "longest gap on the window's thread: unlock and screens",
            ms(told["gap"]),
            "100 ms",
            judged(told["gap"] <= 100),
            n=times.n,
            remark=f"at: {told['where']}",
        ),
    ]


def _processor(told: dict[str, Any]) -> str:
    """Say the processor time of both threads, which is the same where others have the processor too."""
    worked = spread(told["worked"])
    return f"processor p95 {ms(worked.p95)}, median {ms(worked.median)}"


def search(caseload: Caseload, words: list[str]) -> Figure:
    """Type names into the patients' page, key by key, until each list is painted."""
    told = child("search", caseload.folder, caseload.code, ",".join(words))
    times = spread(told["times"])
    return Figure(
        "patient search, key to painted list",
        f"p95 {ms(times.p95)}",
        "p95 50 ms",
        judged(times.p95 <= 50),
        n=times.n,
        remark=f"median {ms(times.median)}, longest gap {ms(told['gap'])}; {_processor(told)}; "
        f"{caseload.told}",
    )


def forms(count: int) -> list[Figure]:
    """Open large forms until they can be answered; memory and the longest gap while the rest is made."""
    empty = child("bare_memory")["memory"]
    figures: list[Figure] = []
    for items, bar in ((500, 300), (821, 500)):
        told = [child("form", items) for _ in range(count)]
        usable = median(one["usable"] for one in told)
        figures.append(
            Figure(
                f"form of {items} items interactive",
                f"median {ms(usable)}",
                f"{bar} ms",
                judged(usable <= bar),
                f"engine alone {ms(median(one['engine'] for one in told))}",
                count,
                f"{told[0]['first']} of {told[0]['places']} questions are drawn then",
            )
        )
        own, gap = max(one["own"] for one in told), max(one["gap"] for one in told)
        figures.append(
            Figure(
                f"longest work at a stretch while scrolling through {items} items",
                ms(own),
                "100 ms",
                judged(own <= 100),
                f"by the clock {ms(gap)}",
                count,
                f"{told[0]['rows']} of {told[0]['places']} questions are drawn at the end",
            )
        )
        if items == 500:
            memory = max(one["memory"] for one in told)
            figures.append(
                Figure(
                    "memory with the 500-item form open, all scrolled",
                    f"{memory:.0f} MB",
                    "350 MB",
                    judged(memory <= 350),
                    f"empty window {empty:.0f} MB",
                    count,
                )
            )
    return figures


def paper(caseload: Caseload) -> Figure:
    """Make family pages: the first one loads the library, too."""
    times: list[float] = child("paper", caseload.folder, caseload.code)["times"]
    warm = spread(times[1:])
    return Figure(
        "family summary PDF",
        f"first {ms(times[0])}",
        "500 ms",
        judged(max(times) <= 500),
        n=len(times),
        remark=f"after that median {ms(warm.median)}, worst {ms(warm.worst)}",
    )
