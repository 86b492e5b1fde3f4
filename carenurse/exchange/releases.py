"""What a release consists of, signed by whoever releases CareNurse: its version, its floor, its files.

The signature is the one of the house (JWS, ES384: ``carenurse.exchange.signed``), under a kind of its own, so
that neither a laptop's nor an office's key ever passes for a releaser's word. P-384 is also what keys in
hardware speak, where a releaser's key belongs. ``oldest`` is the floor: the oldest version that anybody may
still be given. It rises with a release that mends something dangerous, and an old release, truly signed in
its day, is then refused by it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Final

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_list, as_object
from carenurse.errors import ExpectedError
from carenurse.exchange.signed import read_signed, sign
from carenurse.translations import tr

KIND: Final = "carenurse-release"
_VERSION: Final = re.compile(r"\d{1,6}(\.\d{1,6}){1,3}")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class UnfitReleaseError(ExpectedError):
    """A release that must not be installed; the sentence says why."""

    def __init__(self, why: str) -> None:
        super().__init__(why, tr("Do not install it. Get the release again from your office, or ask there."))


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file of a release: a plain name, its size in bytes, its SHA-256 in hexadecimal digits."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its version, the oldest version anybody may have, when it was made, and its files."""

    version: str
    oldest: str
    made: datetime
    files: tuple[ReleaseFile, ...]


def describe_file(file: Path) -> ReleaseFile:
    """Measure a file. Raises OSError."""
    with file.open("rb") as content:
        return ReleaseFile(file.name, file.stat().st_size, file_digest(content, "sha256").hexdigest())


def sign_release(pem: str, release: Release) -> str:
    """Sign a release with the releaser's secret key, as text that may lie beside its files."""
    files = [{"name": one.name, "size": one.size, "sha256": one.digest} for one in release.files]
    told = {"version": release.version, "oldest": release.oldest, "made": release.made.isoformat()}
    return sign(pem, KIND, {**told, "files": files})


def read_release(text: str, key: Mapping[str, object]) -> Release:
    """Read a manifest that this key (a JSON Web Key) has signed. Raises UnfitReleaseError."""
    told = read_signed(text.strip(), KIND, key)
    if told is None:
        raise UnfitReleaseError(tr("This manifest was not signed by the key that you trust."))
    try:
        return _release(told)
    except (ValueError, TypeError, KeyError):
        raise UnfitReleaseError(tr("This manifest is signed and makes no sense.")) from None


def refuse_older(release: Release, installed: str, newest: Release | None = None) -> None:
    """Refuse a step back. ``newest``: a later manifest, whose floor holds for every release before it.

    Raises UnfitReleaseError for a version below a floor, or below the installed one.
    """
    floor = max(release.oldest, newest.oldest if newest else release.oldest, key=numbers)
    facts = {"version": release.version, "floor": floor, "installed": installed}
    if numbers(release.version) < numbers(floor):
        raise UnfitReleaseError(tr("Version {version} is older than the oldest allowed, {floor}.", **facts))
    if numbers(release.version) < numbers(installed):
        raise UnfitReleaseError(tr("Version {version} is older than the installed {installed}.", **facts))


def check_files(release: Release, folder: Path, only: Iterable[str] = ()) -> tuple[ReleaseFile, ...]:
    """Hold the files in a folder to the manifest; return those that were looked at.

    ``only``: the names of those that were fetched; all when empty. Raises UnfitReleaseError for a file that
    is not of this release, missing, or not the one that was signed.
    """
    listed = {one.name: one for one in release.files}
    asked = tuple(only) or tuple(listed)
    for name in asked:
        if name not in listed:
            raise UnfitReleaseError(tr("{name} is no file of this release.", name=name))
        try:
            found = describe_file(folder / name)
        except OSError:
            raise UnfitReleaseError(tr("{name} is missing or cannot be read.", name=name)) from None
        if found != listed[name]:
            raise UnfitReleaseError(tr("{name} is not the file that was signed.", name=name))
    return tuple(listed[name] for name in asked)


def numbers(version: str) -> tuple[int, ...]:
    """Read a version such as 0.1.0 for comparing; trailing zeros count for nothing. Raises ValueError."""
    if not _VERSION.fullmatch(version):
        message = "a version is two to four numbers with points between them"
        raise ValueError(message)
    found = [int(part) for part in version.split(".")]
    while found and found[-1] == 0:
        found.pop()
    return tuple(found)


def _release(told: Resource) -> Release:
    version, oldest = str(told["version"]), str(told["oldest"])
    numbers(version)
    numbers(oldest)
    files = tuple(_file(as_object(one)) for one in as_list(told["files"]))
    if not files:
        message = "a release has files"
        raise ValueError(message)
    return Release(version, oldest, datetime.fromisoformat(str(told["made"])), files)


def _file(told: Resource) -> ReleaseFile:
    """Read one file; a name that leads out of the folder is none."""
    name, size, digest = str(told["name"]), int(told["size"]), str(told["sha256"])
    if not (_NAME.fullmatch(name) and _DIGEST.fullmatch(digest) and size >= 0):
        message = "a file has a plain name, a size and a digest"
        raise ValueError(message)
    return ReleaseFile(name, size, digest)
