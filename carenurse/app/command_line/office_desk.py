"""``carenurse office parcel|backup``: what the office does with its record, serving just now or not.

The vault belongs to the serving program alone; it is then asked at its desk.
"""

from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from carenurse.app.chosen_file import read_chosen
from carenurse.app.command_line.desk import Does, at_the_desk
from carenurse.app.command_line.office_leash import tell_remains
from carenurse.app.command_line.telling import say, working
from carenurse.app.office_upkeep import OfficeUpkeep, words_of
from carenurse.app.open_vault import OpenVault
from carenurse.app.ports import Records
from carenurse.app.sync_parcels import answer_parcel
from carenurse.app.upkeep import keep_up
from carenurse.app.wiring import local_now
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_text, as_texts
from carenurse.office.running import Errand
from carenurse.translations import tr


def errands(vault: OpenVault, upkeep: OfficeUpkeep) -> Mapping[str, Errand]:
    """List what a serving office does when it is asked at its desk."""
    return {
        "parcel": lambda asked: _take_parcel(vault.in_reach, asked, local_now()),
        "remains": lambda asked: tell_remains(vault.records, asked),
        "backup": lambda _asked: {"said": [words_of(upkeep.back_up_now())]},
    }


def parcel(arguments: Namespace) -> int:
    """Take in a sealed parcel and write the answer beside it."""
    asked: Resource = {
        "do": "parcel",
        "file": str(Path(arguments.parcel).absolute()),
        "key": read_chosen(arguments.key_file).decode("utf-8", "replace"),
        "out": str(Path(arguments.out).absolute()),
        "new": bool(arguments.new_laptop),
    }
    return _do(arguments, asked, lambda vault, told: _take_parcel(vault.in_reach, told, local_now()))


def backup(arguments: Namespace) -> int:
    """Make a checked backup beside the vault."""
    with working(tr("Making a backup")):
        return _do(
            arguments,
            {"do": "backup"},
            lambda vault, _asked: {"said": [words_of(keep_up(vault, local_now()))]},
        )


def _do(arguments: Namespace, asked: Resource, does: Does) -> int:
    say(*as_texts(at_the_desk(arguments, asked, does).get("said")))
    return 0


def _take_parcel(records: Records, asked: Resource, now: datetime) -> Resource:
    file, target = Path(as_text(asked.get("file"))), Path(as_text(asked.get("out")))
    new = asked.get("new") is True
    done = answer_parcel(records, file, as_text(asked.get("key")), target, now, new_laptop=new)
    return {"said": [done.sentence, done.next]}


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {"office parcel": parcel, "office backup": backup}
