"""``python -m tests.proofs [--long] [--only NAME]``: proves that the vault loses and shows nothing.

Prints one table; exit 1 when a proof does not hold. The short profile takes minutes, the long one hours.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.proofs import faults, flips, kills, plaintext, power_cut
from tests.proofs.table import Finding, lines


@dataclass(frozen=True, slots=True)
class Profile:
    """How much is tried: states of the disk, states for the control, kills, flipped bits."""

    points: int
    control: int
    kills: int
    flips: int
    long: bool


SHORT = Profile(points=2_000, control=200, kills=300, flips=300, long=False)
LONG = Profile(points=100_000, control=2_000, kills=10_000, flips=10_000, long=True)


def _faults(profile: Profile) -> list[Finding]:
    once = faults.prove(both=profile.long)
    return [once, faults.prove(sticky=True, both=True)] if profile.long else [once]


def _scans(profile: Profile) -> list[Finding]:
    records = plaintext.prove()
    return [records, plaintext.prove("window")] if profile.long else [records]


PROOFS: Mapping[str, Callable[[Profile], list[Finding]]] = {
    "power": lambda profile: [
        power_cut.prove(profile.points),
        power_cut.prove(profile.control, "normal"),
    ],
    "faults": _faults,
    "kills": lambda profile: [kills.prove(profile.kills)],
    "flips": lambda profile: [flips.prove(profile.flips)],
    "plaintext": _scans,
}


def main() -> int:
    """Prove what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.proofs", description=__doc__)
    parser.add_argument("--long", action="store_true", help="the long profile: hours")
    parser.add_argument("--only", choices=PROOFS, action="append", help="prove this; may be repeated")
    parser.add_argument("--show", type=int, default=20, metavar="N", help="how many failures to print")
    wanted = parser.parse_args()
    profile = LONG if wanted.long else SHORT
    findings: list[Finding] = []
    for name in wanted.only or PROOFS:
        sys.stderr.write(f"{name} ...\n")
        findings += PROOFS[name](profile)
    sys.stdout.write("\n".join((*lines(findings), "")))
    for one in findings:
        sys.stdout.writelines(f"{one.name}: {wrong}\n" for wrong in one.wrong[: wanted.show])
    return int(any(one.wrong for one in findings))


if __name__ == "__main__":
    sys.exit(main())
