"""Loading our modules without PySide reading the source of each of them first.

PySide offers snake_case names to modules that ask for them, and looks through the source text of every
module that is imported, ours and others'. None of ours asks, and the looking takes a tenth of our imports.
"""

from types import ModuleType
from typing import Any


def without_looking() -> None:
    """Tell PySide that no module asks; where a later PySide has no such question, nothing is changed."""
    asking = _asking()
    if hasattr(asking, "_mod_uses_pyside"):
        asking._mod_uses_pyside = _asks_for_nothing  # noqa: SLF001  the only place where it can be said


def _asking() -> Any:
    import PySide6.QtCore  # noqa: PLC0415, F401  # pyright: ignore[reportUnusedImport]  brings what is asked below

    try:
        from shibokensupport import (  # noqa: PLC0415  # pyright: ignore[reportMissingImports]  PySide's own, embedded
            feature,  # pyright: ignore[reportUnknownVariableType]
        )
    except ImportError:
        return None
    return feature  # pyright: ignore[reportUnknownVariableType]


def _asks_for_nothing(module: ModuleType) -> bool:
    del module
    return False
