import json
from dataclasses import asdict
from pathlib import Path

import pytest

from carenurse.app.settings import Settings, load_settings, save_settings


def test_settings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    wanted = Settings(look="dark", zoom_percent=150, language="es", vault="/somewhere", locks_after_minutes=5)

    assert save_settings(wanted, tmp_path / "deep" / "settings.json")

    assert load_settings(tmp_path / "deep" / "settings.json") == wanted
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "{",
        "[1]",
        "null",
        '{"look": "pink"}',
        '{"zoom_percent": "big"}',
        '{"locks_after_minutes": "soon"}',
        '{"zoom_percent": true}',
    ],
)
def test_nonsense_becomes_the_usual(tmp_path: Path, written: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(written, encoding="utf-8")

    assert load_settings(file) == Settings()


def test_a_zoom_out_of_bounds_is_brought_back(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"zoom_percent": 9000, "unheard": 1}', encoding="utf-8")

    assert load_settings(file).zoom_percent == 200


def test_no_file_makes_this_laptop_stay_open_longer_than_the_rules_allow(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(
        '{"locks_after_minutes": 90, "closes_after_minutes": 900, "clipboard_seconds": 0}', encoding="utf-8"
    )

    found = load_settings(file)

    assert (found.locks_after_minutes, found.closes_after_minutes, found.clipboard_seconds) == (5, 15, 10)


def test_settings_hold_nothing_about_a_person() -> None:
    assert set(json.loads(json.dumps(asdict(Settings())))) == {
        "look",
        "zoom_percent",
        "language",
        "vault",
        "locks_after_minutes",
        "closes_after_minutes",
        "clipboard_seconds",
        "measures",
    }


def test_a_disk_that_refuses_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert not save_settings(Settings(), tmp_path / "file" / "settings.json")
