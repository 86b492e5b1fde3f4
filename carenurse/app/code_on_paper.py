"""Whether the nurse has the newest recovery code on paper: until she says so, she is reminded at each unlock.

A code is told once and makes the one before worthless. Who is interrupted meanwhile (the laptop sleeps, the
battery is empty) would rely on a printed page that opens nothing any more.
"""

from carenurse.app.ports import Reading, Records

_SETTING = "recovery-code-told"


def note_code_told(records: Records) -> None:
    """Note, before a new code is made, that it is not on paper yet."""
    _write(records, "yes")


def note_code_on_paper(records: Records) -> None:
    """Note that the nurse has it, or that none was made."""
    if records.setting(_SETTING):
        _write(records, "")


def code_not_on_paper(records: Reading) -> bool:
    """Say whether the newest code was told and never acknowledged."""
    return bool(records.setting(_SETTING))


def _write(records: Records, value: str) -> None:
    with records.work() as work:
        work.set_setting(_SETTING, value)
