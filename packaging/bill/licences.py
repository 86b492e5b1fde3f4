"""Under which licence each shipped library stands, as an SPDX expression where its makers tell one.

A library that tells none is looked at by a person once, and what its licence file says is written here.
"""

from collections.abc import Mapping
from importlib.metadata import Distribution
from typing import Any, Final

from packaging.utils import canonicalize_name

from bill import cyclone
from bill.lock_file import UnfitError

_READ: Final[Mapping[str, str]] = {
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "pyrage": "MIT",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "reportlab": "BSD-3-Clause",
    "sqlcipher3": "Zlib",
    "zxcvbn-rs-py": "MIT",
}
"""Read in the licence files of the installed wheels, whose metadata name none or no known one."""


def licence_of(told: Distribution) -> Any:
    """Return the licence of an installed library. Raises UnfitError where nobody knows it."""
    metadata: Any = told.metadata
    said = metadata.get("License-Expression") or _READ.get(canonicalize_name(told.name))
    made = cyclone.licence(str(said or metadata.get("License") or ""))
    if made is None:
        message = f"{told.name} {told.version} tells no known licence: read it, then write it into {__file__}"
        raise UnfitError(message)
    return made
