"""How the profile of an office is kept in the vault: JSON, each field by its name; unknown means unsafe."""

from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any, cast

from carenurse.clinical.fhir import read_json, write_json
from carenurse.sync.profile import Profile


def written(profile: Profile) -> str:
    """Write a profile."""
    told = asdict(profile)
    told["checked"] = profile.checked.isoformat() if profile.checked else None
    told["search_lag"] = int(profile.search_lag.total_seconds())
    return write_json(told).decode()


def read(text: str) -> Profile:
    """Read a profile; what is missing or has another shape stays at its unsafe default."""
    unsafe = Profile()
    try:
        found: Any = read_json(text) if text else {}
    except ValueError:
        return unsafe
    told = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    kept = {
        field.name: told[field.name]
        for field in fields(Profile)
        if field.name in told and type(told[field.name]) is type(getattr(unsafe, field.name))
    }
    lag = told.get("search_lag")
    if isinstance(lag, int) and not isinstance(lag, bool) and lag >= 0:
        kept["search_lag"] = timedelta(seconds=lag)
    kept["checked"] = _moment(told.get("checked"))
    return Profile(**kept)


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
