"""The lock file and what is installed from it: every library that CareNurse takes along, no tools."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parent.parent.parent
_PINNED: Final = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)", re.MULTILINE)
_HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class UnfitError(Exception):
    """What is here is not what may be released; says in one sentence what, and what to do."""


@dataclass(frozen=True, slots=True)
class Library:
    """One installed library: its name as its makers write it, version, locked hashes, and what it needs."""

    name: str
    version: str
    hashes: tuple[str, ...]
    needs: tuple[str, ...]
    told: Distribution


def locked(text: str) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Read a lock file: SHA-256 hashes of all files by name and version, whatever the platform."""
    starts = list(_PINNED.finditer(text))
    ends = [one.start() for one in starts[1:]] + [len(text)]
    return {
        (canonicalize_name(one["name"]), one["version"]): tuple(_HASH.findall(text, one.end(), end))
        for one, end in zip(starts, ends, strict=True)
    }


def wanted() -> tuple[str, ...]:
    """Name the libraries that CareNurse itself asks for on this computer."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return _names(project["dependencies"])


def shipped() -> tuple[Library, ...]:
    """List the installed libraries that CareNurse needs, and what those need, in order of their names.

    Raises UnfitError where one is missing, or is not the locked version.
    """
    hashes = locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    found: dict[str, Library] = {}
    waiting = list(wanted())
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _installed(name, hashes)
            waiting.extend(found[name].needs)
    return tuple(found[name] for name in sorted(found))


def _installed(name: str, hashes: Mapping[tuple[str, str], tuple[str, ...]]) -> Library:
    try:
        told = distribution(name)
    except PackageNotFoundError:
        message = f"{name} is not installed. Run: python3 packaging/start.py setup"
        raise UnfitError(message) from None
    if (name, told.version) not in hashes:
        message = f"{name} {told.version} is installed and not locked. Run: python3 packaging/start.py setup"
        raise UnfitError(message)
    return Library(told.name, told.version, hashes[name, told.version], _names(told.requires or ()), told)


def _names(requirements: Sequence[str]) -> tuple[str, ...]:
    """Name what is asked for on this computer; extras that nobody asks for are left out."""
    asked = map(Requirement, requirements)
    here = (one for one in asked if one.marker is None or one.marker.evaluate({"extra": ""}))
    return tuple(sorted({canonicalize_name(one.name) for one in here}))
