"""``python -m tests.proofs [--long] [--only NAME] [--into FILE]``: the vault loses and shows nothing.

Prints one table; exit 1 when a proof does not hold, or is skipped on Linux, where all can be tried. The
proofs share the cores of this computer. The short profile takes minutes, the long one a night and more.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeAlias

from tests.proofs import (
    erased,
    every_kill,
    faults,
    flips,
    form_kills,
    fuzz,
    kills,
    plaintext,
    power_cut,
    wipe_kills,
)
from tests.proofs.table import Finding, Kept, lines, merged

Part: TypeAlias = partial[Finding]


@dataclass(frozen=True, slots=True)
class Profile:
    """How much is tried: states of the disk, for the control, kills, flipped bits, seconds of hostile files.

    ``form_kills``: kills of one who fills in a long form.
    ``erased``: a removal is killed before its first operation and every so many further on.
    ``sharers``: into how many parts the faults of the disk are cut, so that all cores have work; ``parts``:
    into how many everything else that is counted is, so that a night that was cut short can be gone on with.
    """

    points: int
    control: int
    kills: int
    form_kills: int
    flips: int
    fuzz: float
    sharers: int
    long: bool
    erased: int
    parts: int = 1


SHORT = Profile(
    points=2_000,
    control=200,
    kills=300,
    form_kills=200,
    flips=300,
    fuzz=60,
    sharers=4,
    long=False,
    erased=8,
)
LONG = Profile(
    points=100_000,
    control=2_000,
    kills=10_000,
    form_kills=5_000,
    flips=10_000,
    fuzz=86_400,
    sharers=8,
    long=True,
    erased=1,
    parts=20,
)


def _power(profile: Profile) -> Iterator[Part]:
    for part in range(profile.parts):
        yield partial(power_cut.prove, profile.points // profile.parts, part=part)
    yield partial(power_cut.prove, profile.control, "normal")


def _faults(profile: Profile) -> Iterator[Part]:
    shares = range(1, profile.sharers + 1)
    if not profile.long:
        yield from (partial(faults.prove, profile.sharers, first) for first in shares)
        return
    every = partial(faults.prove, both=True, each=True)
    for sticky in (False, True):
        yield from (partial(every, profile.sharers, first, sticky=sticky) for first in shares)


def _kills(profile: Profile) -> Iterator[Part]:
    for part in range(profile.parts):
        yield partial(form_kills.prove, profile.form_kills // profile.parts, part + 4)
        yield partial(kills.prove, profile.kills // profile.parts, part)


def _everywhere(_profile: Profile) -> Iterator[Part]:
    yield from (partial(every_kill.prove, name) for name in ("rotation", "migration"))
    yield partial(wipe_kills.prove, refused=True)


def _erased(profile: Profile) -> Iterator[Part]:
    for share in range(profile.sharers):
        yield partial(erased.prove, profile.erased * profile.sharers, 1 + share * profile.erased)


def _flips(profile: Profile) -> Iterator[Part]:
    for part in range(profile.parts):
        yield partial(flips.prove, profile.flips // profile.parts, part)


def _scans(profile: Profile) -> Iterator[Part]:
    yield partial(plaintext.prove)
    if profile.long:
        yield partial(plaintext.prove, "window")


PROOFS: Mapping[str, Callable[[Profile], Iterator[Part]]] = {
    "kills": _kills,  # the longest part begins first, so that no core waits for it at the end
    "fuzz": lambda profile: iter((partial(fuzz.prove, profile.fuzz),)),
    "faults": _faults,
    "power": _power,
    "everywhere": _everywhere,
    "erased": _erased,
    "flips": _flips,
    "plaintext": _scans,
}


def main() -> int:
    """Prove what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.proofs", description=__doc__)
    parser.add_argument("--long", action="store_true", help="the long profile: a night and more")
    parser.add_argument("--only", choices=PROOFS, action="append", help="prove this; may be repeated")
    parser.add_argument("--show", type=int, default=20, metavar="N", help="how many failures to print")
    parser.add_argument(
        "--into", type=Path, metavar="FILE", help="note each part there as it ends; what stands there is done"
    )
    wanted = parser.parse_args()
    profile = LONG if wanted.long else SHORT
    parts = [part for name in wanted.only or PROOFS for part in PROOFS[name](profile)]
    kept = Kept(wanted.into)
    findings = merged((*kept.findings(map(_name, parts)), *_proved(parts, kept)))
    sys.stdout.write("\n".join((*lines(findings), "")))
    for one in findings:
        sys.stdout.writelines(f"{one.name}: {wrong}\n" for wrong in one.wrong[: wanted.show])
    return int(any(one.wrong or (one.skipped and sys.platform == "linux") for one in findings))


def _name(part: Part) -> str:
    """Name a part by what is called and with what: the same in every run."""
    return f"{part.func.__module__} {part.args} {sorted(part.keywords.items())}"


def _proved(parts: list[Part], kept: Kept) -> Iterator[Finding]:
    """Prove what is not proved yet, as many parts at a time as there are cores, telling each as it ends."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        sent = {pool.submit(part): _name(part) for part in parts if not kept.has(_name(part))}
        for done in as_completed(sent):
            finding = done.result()
            kept.note(sent[done], finding)
            sys.stderr.write(f"{finding.name}: {finding.tries:,} in {finding.seconds:.0f} s\n")
            yield finding


if __name__ == "__main__":
    sys.exit(main())
