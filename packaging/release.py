#!/usr/bin/env python3
"""Sign a release: what was made, on all systems, becomes one folder with a manifest that anybody can check.

    .venv/bin/python packaging/release.py key --out FILE
    .venv/bin/python packaging/release.py sign --key FILE --oldest VERSION --folder DIR
    carenurse release check DIR/CareNurse-0.1.0.release --key FILE.public.json

``key`` makes the releaser's key, once: the secret half in FILE, which belongs on a stick in a safe, and the
public half in FILE.public.json, which every office gets with its first installation. ``sign`` takes every
archive of this version in DIR with its bill of materials. ``--oldest`` is the floor: the oldest version that
anybody may still be given; it never goes down from one release to the next.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bill import cyclone
from bill.lock_file import ROOT, UnfitError
from bill_of_materials import moment
from carenurse import __version__
from carenurse.exchange.releases import Release, describe_file, numbers, sign_release
from carenurse.exchange.signed import new_key, public_half

BILL = ".cdx.json"
ARCHIVES = (".tar.xz", ".zip", ".msi", ".exe", ".dmg", ".pkg", ".whl")
MANIFEST = f"CareNurse-{__version__}.release"
_OTHERS = 0o077


def make_key(secret: Path) -> None:
    """Write a new key in two halves. Raises UnfitError inside the repository, FileExistsError."""
    _refuse_inside(secret)
    pem = new_key()
    with os.fdopen(
        os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(pem)
    public = json.dumps(public_half(pem), indent=1) + "\n"
    secret.with_name(f"{secret.name}.public.json").write_text(public, encoding="ascii")


def sign_folder(secret: Path, oldest: str, folder: Path, made: datetime) -> Path:
    """Sign the archives of this version in a folder; return the manifest. Raises UnfitError, OSError."""
    _refuse_inside(secret)
    if os.name == "posix" and secret.stat().st_mode & _OTHERS:
        message = f"Others can read {secret}. Run: chmod 600 {secret}"
        raise UnfitError(message)
    if numbers(oldest) > numbers(__version__):
        message = f"The floor {oldest} is above this version, {__version__}."
        raise UnfitError(message)
    files = tuple(describe_file(one) for one in _to_sign(folder))
    manifest = folder / MANIFEST
    text = sign_release(secret.read_text(encoding="ascii"), Release(__version__, oldest, made, files))
    manifest.write_text(text + "\n", encoding="ascii")
    return manifest


def main(words: Sequence[str]) -> int:
    """Do what was asked; 1 and a sentence where that cannot be done."""
    told = _read(words)
    try:
        if told.do == "key":
            make_key(told.out)
        else:
            print(sign_folder(told.key, told.oldest, told.folder, moment().astimezone(UTC)))
    except (UnfitError, OSError, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def _to_sign(folder: Path) -> Sequence[Path]:
    """List the archives of this version and their bills, each beside the other."""
    begins = f"CareNurse-{__version__}-"
    found = sorted(one for one in folder.glob(f"{begins}*") if one.name.endswith(ARCHIVES))
    if not found:
        message = f"There is no archive of version {__version__} in {folder}. Run: packaging/make_app.py"
        raise UnfitError(message)
    return [file for archive in found for file in (archive, _bill_of(archive))]


def _bill_of(archive: Path) -> Path:
    """Find the bill of materials of an archive; it has to be of this version, and CycloneDX."""
    ending = next(one for one in ARCHIVES if archive.name.endswith(one))
    bill = archive.with_name(archive.name.removesuffix(ending) + BILL)
    if not bill.exists():
        message = f"{archive.name} has no bill of materials: {bill.name} is missing."
        raise UnfitError(message)
    text = bill.read_text(encoding="utf-8")
    fault = cyclone.fault_of(text)
    if fault or json.loads(text)["metadata"]["component"]["version"] != __version__:
        message = f"{bill.name} is no bill of materials of version {__version__}. {fault}".strip()
        raise UnfitError(message)
    return bill


def _refuse_inside(secret: Path) -> None:
    """Keep the secret key out of the repository, where it would be published one day."""
    if secret.resolve().is_relative_to(ROOT):
        message = "The secret key must not lie in the repository. Keep it on a stick, in a safe."
        raise UnfitError(message)


def _read(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Sign a release of CareNurse.")
    doings = parser.add_subparsers(dest="do", required=True)
    key = doings.add_parser("key", help="make the releaser's key")
    key.add_argument("--out", type=Path, required=True, metavar="FILE")
    sign = doings.add_parser("sign", help="sign every archive of this version in a folder")
    sign.add_argument("--key", type=Path, required=True, metavar="FILE")
    sign.add_argument("--oldest", required=True, metavar="VERSION", help="the floor")
    sign.add_argument("--folder", type=Path, required=True, metavar="DIR")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
