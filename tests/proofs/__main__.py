"""``python -m tests.proofs [--long] [--only NAME]``: proves that the vault loses and shows nothing.

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

from tests.proofs import every_kill, faults, flips, form_kills, fuzz, kills, plaintext, power_cut
from tests.proofs.table import Finding, lines, merged

Part = Callable[[], Finding]


@dataclass(frozen=True, slots=True)
class Profile:
    """How much is tried: states of the disk, for the control, kills, flipped bits, seconds of hostile files.

    ``form_kills``: kills of one who fills in a long form.
    ``sharers``: into how many parts the faults of the disk are cut, so that all cores have work.
    """

    points: int
    control: int
    kills: int
    form_kills: int
    flips: int
    fuzz: float
    sharers: int
    long: bool


SHORT = Profile(
    points=2_000, control=200, kills=300, form_kills=200, flips=300, fuzz=60, sharers=4, long=False
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
)


def _power(profile: Profile) -> Iterator[Part]:
    yield partial(power_cut.prove, profile.points)
    yield partial(power_cut.prove, profile.control, "normal")


def _faults(profile: Profile) -> Iterator[Part]:
    shares = range(1, profile.sharers + 1)
    yield from (partial(faults.prove, profile.sharers, first, both=profile.long) for first in shares)
    if profile.long:
        yield from (partial(faults.prove, profile.sharers, one, sticky=True, both=True) for one in shares)


def _kills(profile: Profile) -> Iterator[Part]:
    yield partial(kills.prove, profile.kills)
    yield partial(form_kills.prove, profile.form_kills)


def _everywhere(_profile: Profile) -> Iterator[Part]:
    yield from (partial(every_kill.prove, name) for name in ("rotation", "migration"))


def _scans(profile: Profile) -> Iterator[Part]:
    yield plaintext.prove
    if profile.long:
        yield partial(plaintext.prove, "window")


PROOFS: Mapping[str, Callable[[Profile], Iterator[Part]]] = {
    "fuzz": lambda profile: iter((partial(fuzz.prove, profile.fuzz),)),
    "faults": _faults,
    "power": _power,
    "everywhere": _everywhere,
    "kills": _kills,
    "flips": lambda profile: iter((partial(flips.prove, profile.flips),)),
    "plaintext": _scans,
}


def main() -> int:
    """Prove what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.proofs", description=__doc__)
    parser.add_argument("--long", action="store_true", help="the long profile: a night and more")
    parser.add_argument("--only", choices=PROOFS, action="append", help="prove this; may be repeated")
    parser.add_argument("--show", type=int, default=20, metavar="N", help="how many failures to print")
    wanted = parser.parse_args()
    profile = LONG if wanted.long else SHORT
    parts = [part for name in wanted.only or PROOFS for part in PROOFS[name](profile)]
    findings = merged(_proved(parts))
    sys.stdout.write("\n".join((*lines(findings), "")))
    for one in findings:
        sys.stdout.writelines(f"{one.name}: {wrong}\n" for wrong in one.wrong[: wanted.show])
    return int(any(one.wrong or (one.skipped and sys.platform == "linux") for one in findings))


def _proved(parts: list[Part]) -> Iterator[Finding]:
    """Prove all parts, as many at a time as there are cores, telling each as it ends."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(part) for part in parts]):
            finding = done.result()
            sys.stderr.write(f"{finding.name}: {finding.tries:,} in {finding.seconds:.0f} s\n")
            yield finding


if __name__ == "__main__":
    sys.exit(main())
