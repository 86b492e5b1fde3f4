"""Libraries in machine code that lie inside the wheels, with the versions that they tell while they run.

A wheel's own version says nothing about the OpenSSL in it, and that is what an advisory names.
"""

import platform
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2
from cryptography.hazmat.backends.openssl import backend
from PIL import features
from PySide6.QtCore import qVersion

from carenurse.store.library import look_at_library

_OF_PILLOW: Final = {
    "freetype2": ("FreeType", "FTL OR GPL-2.0-or-later"),
    "fribidi": ("FriBidi", "LGPL-2.1-or-later"),
    "harfbuzz": ("HarfBuzz", "MIT"),
    "jpg_2000": ("OpenJPEG", "BSD-2-Clause"),
    "libjpeg_turbo": ("libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib"),
    "libtiff": ("LibTIFF", "libtiff"),
    "littlecms2": ("Little CMS", "MIT"),
    "raqm": ("Raqm", "MIT"),
    "webp": ("libwebp", "BSD-3-Clause"),
    "zlib_ng": ("zlib-ng", "Zlib"),
}
"""Pillow's name, the makers' name, the licence."""


@dataclass(frozen=True, slots=True)
class Native:
    """One library in machine code, inside ``wheel`` (empty: it comes with Python itself)."""

    wheel: str
    name: str
    version: str
    licence: str


def native_parts() -> tuple[Native, ...]:
    """Ask each library that is running which version it is."""
    cipher = look_at_library()
    return (
        Native("sqlcipher3", "SQLCipher", cipher.cipher.split()[0], "BSD-3-Clause"),
        Native("sqlcipher3", "SQLite", cipher.sqlite, "blessing"),
        Native("sqlcipher3", "OpenSSL", _number(cipher.provider), "Apache-2.0"),
        Native("cryptography", "OpenSSL", _number(backend.openssl_version_text()), "Apache-2.0"),
        Native("pypdfium2", "PDFium", _pdfium(), "BSD-3-Clause AND Apache-2.0"),
        Native("pyside6-essentials", "Qt", qVersion(), "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"),
        *_of_pillow(),
        Native("", "Python", platform.python_version(), "PSF-2.0"),
        Native("", "OpenSSL", _number(ssl.OPENSSL_VERSION), "Apache-2.0"),
    )


def _of_pillow() -> Iterator[Native]:
    for asked, (name, licence) in _OF_PILLOW.items():
        version = features.version(asked)
        if version:
            yield Native("pillow", name, version, licence)


def _pdfium() -> str:
    told: Any = pypdfium2.PDFIUM_INFO
    return str(told.tag)


def _number(told: str) -> str:
    """Find the number in ``OpenSSL 3.6.0 1 Oct 2025``."""
    found = re.search(r"\d+\.\d+\.\d+\w*", told)
    return found[0] if found else told
