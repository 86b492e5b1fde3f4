"""The data that CareNurse takes along: fonts, icons, forms, code lists, words, each file with its terms."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from bill.lock_file import ROOT

OURS: Final = "Apache-2.0"
_FONTS: Final = {"Inter": "OFL-1.1", "NotoSans": "OFL-1.1", "DejaVu": "Bitstream-Vera"}
_TOLD_IN: Final = ("copyright", "source")


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file: its path, its hash, its SPDX licence, and what it says itself about its terms."""

    path: str
    digest: str
    licence: str
    terms: str
    title: str
    version: str


def shipped_data() -> tuple[DataFile, ...]:
    """List every file of ``resources`` in order of their paths."""
    files = sorted(one for one in (ROOT / "resources").rglob("*") if one.is_file())
    return tuple(_data_file(one) for one in files if one.suffix not in {".py", ".pyc"})


def _data_file(file: Path) -> DataFile:
    content = file.read_bytes()
    told: dict[str, Any] = json.loads(content) if file.suffix == ".json" else {}
    terms = " ".join(dict.fromkeys(_terms(told)))
    return DataFile(
        path=file.relative_to(ROOT).as_posix(),
        digest=sha256(content).hexdigest(),
        licence=_licence(file, terms),
        terms=terms,
        title=str(told.get("title", "")),
        version=str(told.get("version", "")),
    )


def _licence(file: Path, terms: str) -> str:
    """Say the licence; empty where the file's own words say the terms, as forms of others do."""
    if file.parent.name == "fonts":
        return next((licence for name, licence in _FONTS.items() if name in file.stem), "")
    if file.parent.name == "icons":
        return "ISC"
    return "" if terms else OURS


def _terms(told: dict[str, Any]) -> Iterator[str]:
    """Find what a file says about its terms, at its top and in the resources of a Bundle."""
    entries: list[dict[str, Any]] = told.get("entry") or []
    for one in (told, *(entry.get("resource") or {} for entry in entries)):
        yield from (one[name] for name in _TOLD_IN if isinstance(one.get(name), str))
