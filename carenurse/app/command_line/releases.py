"""``carenurse release check``: may these files be installed? Asked before an update."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from carenurse import __version__
from carenurse.app.command_line.telling import facts, megabytes, say
from carenurse.clinical.fhir import read_json
from carenurse.clinical.shapes import as_object
from carenurse.errors import ExpectedError
from carenurse.exchange.releases import Release, check_files, numbers, read_release, refuse_older
from carenurse.translations import tr

_MOST = 1_000_000
"""Bytes of a key or of a manifest: more is neither."""


def check_release(arguments: Namespace) -> int:
    """Say that a release is whole, signed and no step back; every fault ends it with its sentence."""
    key = _key(arguments.key)
    release = read_release(_text(arguments.manifest), key)
    newest = read_release(_text(arguments.newest), key) if arguments.newest else None
    refuse_older(release, __version__, newest)
    looked_at = check_files(release, Path(arguments.manifest).parent, arguments.file or ())
    say(
        tr("CareNurse {version} is signed and whole, and no step back.", version=release.version),
        *facts((one.name, megabytes(one.size)) for one in looked_at),
    )
    if _too_old(release):
        say(
            tr(
                "The installed {version} is older than anybody should have: install it now.",
                version=__version__,
            )
        )
    return 0


def _too_old(release: Release) -> bool:
    return numbers(__version__) < numbers(release.oldest)


def _key(file: Path) -> Mapping[str, object]:
    text = _text(file)
    if text.lstrip().startswith("-----BEGIN"):
        raise ExpectedError(
            tr("{name} is a key of another kind (PEM).", name=file.name),
            tr("Use the file that came with the first installation: it begins with a brace."),
        )
    try:
        return as_object(read_json(text.encode()))
    except ValueError:
        raise ExpectedError(
            tr("The key file holds no public key."), tr("Use the file that came with the first installation.")
        ) from None


def _text(file: Path) -> str:
    """Read a small text. Raises ExpectedError."""
    if file.is_dir():
        raise ExpectedError(
            tr("{name} is a folder.", name=file.name or str(file)),
            tr("Give the file in it whose name ends in .release, or the key."),
        )
    try:
        with file.open(encoding="utf-8") as content:
            return content.read(_MOST)
    except (OSError, UnicodeDecodeError):
        raise ExpectedError(
            tr("{name} cannot be read.", name=file.name), tr("Check its name, and that you may read it.")
        ) from None
