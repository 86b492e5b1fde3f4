"""What this device remembers: look, zoom, language, where the vault lies. Never anything about a patient.

The file is JSON in the platform's folder for settings, written under another name first and then renamed,
so that a dead battery leaves the old settings or the new ones. A file that cannot be read is as good as none:
settings are a convenience, and must never keep a nurse from her patients.
"""

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, cast

Look = Literal["light", "dark", "system"]
Measures = Literal["us", "metric"]
"""The units in which this nurse types: pounds and Fahrenheit, or kilograms and Celsius."""

_LOOKS = ("light", "dark", "system")
_MEASURES = ("us", "metric")
_BOUNDS = {
    "zoom_percent": (80, 200),
    "locks_after_minutes": (2, 5),
    "closes_after_minutes": (5, 15),
    "clipboard_seconds": (10, 30),
}
"""What is asked beyond them becomes the nearest of them. Where they come from stands in ``locking``."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a device; ``vault`` is a folder, empty for the usual place. No name, not even hers."""

    look: Look = "system"
    zoom_percent: int = 100
    language: str = "en"
    vault: str = ""
    locks_after_minutes: int = 5
    """Without a sign of life the window is covered after so long."""
    closes_after_minutes: int = 15
    """And the vault closed after so long."""
    clipboard_seconds: int = 30
    """What was copied here is taken out of the clipboard after so long."""
    measures: Measures = "us"


def settings_file() -> Path:
    """Say where this platform keeps settings."""
    from platformdirs import user_config_path  # noqa: PLC0415  only the real start needs it, not the tests

    return user_config_path("CareNurse", appauthor=False) / "settings.json"


def load_settings(file: Path) -> Settings:
    """Read the settings; whatever is missing, damaged or out of bounds becomes the default."""
    try:
        raw: Any = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    return _checked(cast("dict[str, Any]", raw)) if isinstance(raw, dict) else Settings()


def _checked(raw: dict[str, Any]) -> Settings:
    usual = Settings()
    known = {
        field.name: raw[field.name]
        for field in fields(Settings)
        if type(raw.get(field.name)) is type(getattr(usual, field.name))
    }
    if known.get("look", "system") not in _LOOKS:
        known.pop("look")
    if known.get("measures", "us") not in _MEASURES:
        known.pop("measures")
    for name, (least, most) in _BOUNDS.items():
        if name in known:
            known[name] = min(max(known[name], least), most)
    return Settings(**known)


def save_settings(settings: Settings, file: Path) -> bool:
    """Write the settings whole or not at all; says whether it worked (a full disk is no reason to stop)."""
    draft = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8") as stream:
            json.dump(asdict(settings), stream, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
    except OSError:
        return False
    return True
