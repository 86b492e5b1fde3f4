"""Importers meet hostile files: whatever comes is taken or refused in a sentence, soon, in little room.

``python -m tests.proofs.fuzz DIR SECONDS SEED`` is the program that is run; it prints what it found as JSON.
"""

import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property, partial
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any, Final

from carenurse.app import wiring
from carenurse.app.form_commands import fill_from
from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.plain_facts import narrative_of
from carenurse.app.read_entry import read_entry
from carenurse.app.wiring import FLOOR, OpenVault
from carenurse.clinical.fhir import read_json
from carenurse.errors import ExpectedError
from carenurse.exchange.pictures import too_large_to_show
from carenurse.exchange.sealing import OfficeKeys, office_keys, seal
from carenurse.forms.loading import load
from carenurse.forms.rendering import from_markdown, from_xhtml
from tests.made_vault import NURSE, PASSPHRASE
from tests.proofs.hostile import TEXTS, bytes_hurt, flavors, mutated, picture, written
from tests.proofs.plain_sitting import resources
from tests.proofs.shim import ROOT
from tests.proofs.table import Finding

MOST_SECONDS: Final = 2.0
MOST_BYTES: Final = 512 * 1024 * 1024
NOW: Final = datetime(2036, 2, 27, 10, 42, tzinfo=UTC)
_KIBIBYTE: Final = 1024
_CLEAR: Final = Path("/proc/self/clear_refs")
_STATUS: Final = Path("/proc/self/status")
_FORGET_THE_HIGHEST: Final = "5"
"""Written there, it makes Linux count the highest room (VmHWM) anew: proc(5)."""


def prove(seconds: float, seed: int = 1) -> Finding:
    """Try hostile files for so long; the time of each is the processor's, not the wall's."""
    if sys.platform == "win32":
        return Finding("importers fuzzed", 0, skipped="Windows does not tell the room that was taken")
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="carenurse-proof-") as parent:
        words = [sys.executable, "-m", "tests.proofs.fuzz", parent, str(seconds), str(seed)]
        done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    spent = time.perf_counter() - began
    if done.returncode:
        told = f"the program itself ended: {done.returncode}"
        return Finding("importers fuzzed", 1, (told,), seconds=spent)
    found = json.loads(done.stdout)
    return Finding("importers fuzzed", found["tries"], tuple(found["wrong"]), found["told"], seconds=spent)


class Importers:
    """Every way in for what strangers write, each fed with one hostile thing at a time."""

    def __init__(self, folder: Path) -> None:
        self._vault: OpenVault = wiring.create_vault(folder, PASSPHRASE, NURSE, cost=FLOOR, reserve=0)[0]
        entries = [{"fullUrl": f"urn:uuid:{at}", "resource": one} for at, one in enumerate(resources())]
        self._bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}

    @cached_property
    def _keys(self) -> OfficeKeys:
        return office_keys()

    @cached_property
    def _forms(self) -> list[Any]:
        shipped = files("resources").joinpath("questionnaires")
        return [read_json(one.read_bytes()) for one in shipped.iterdir() if one.name.endswith(".json")]

    @property
    def ways(self) -> Mapping[str, Callable[[Random], object]]:
        """Name the ways in."""
        return {
            "bundle": self._take_bundle,
            "parcel": self._take_parcel,
            "form": self._take_form,
            "answers": self._take_answers,
            "narrative": self._read_narrative,
            "picture": lambda chance: _look_at(*picture(chance)),
        }

    def close(self) -> None:
        """Close the vault; it has to be sound after all of it."""
        faults = self._vault.faults()
        self._vault.close()
        if faults:
            raise AssertionError(faults)

    def _take(self, data: bytes, key: str = "") -> None:
        """Take a file over and read what it brought, as the chart does."""
        records = self._vault.records
        plan = plan_import(records, data, "hostile.json", key=key)
        report = carry_out(records, plan, {}, NOW)
        for patient in report.patients[:3]:
            records.find_patients("K")
            for one in records.timeline(patient, limit=20):
                read_entry(records, f"{one['resourceType']}/{one['id']}", NOW)

    def _take_bundle(self, chance: Random) -> None:
        self._take(flavors(self._bundle, chance))

    def _take_parcel(self, chance: Random) -> None:
        sealed = seal(flavors(self._bundle, chance), self._keys.public)
        self._take(bytes_hurt(sealed, chance) if chance.random() < 0.5 else sealed, self._keys.secret)

    def _take_form(self, chance: Random) -> None:
        """Load a hurt form and fill it with nothing, as the command does."""
        form = load(_reread(mutated(chance.choice(self._forms), chance), chance))
        fill_from(form, {}, None, NOW)

    def _take_answers(self, chance: Random) -> None:
        """Fill a sound form with hurt answers."""
        raw = chance.choice(self._forms)
        given = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": _answers(raw)}
        fill_from(load(raw), _reread(mutated(given, chance), chance), None, NOW)

    def _read_narrative(self, chance: Random) -> None:
        text = "".join(chance.choice((*TEXTS, "<div>", "</div>", "<li>", "a ")) for _ in range(12))
        narrative_of({"text": {"div": text}})
        from_xhtml(text)
        from_markdown(text)


def _look_at(kind: str, data: str) -> None:
    import base64  # noqa: PLC0415 - one line of one importer

    too_large_to_show(base64.b64decode(data), kind)


def _reread(value: Any, chance: Random) -> Any:
    """Write and read it as a file, since no file holds what JSON cannot say."""
    try:
        return read_json(written(value, chance))
    except ValueError as problem:
        raise ExpectedError(str(problem)) from None


def _answers(form: Any) -> list[Any]:
    return [{"linkId": item["linkId"], "answer": [{"valueString": "x"}]} for item in form.get("item", ())]


def main(parent: str, seconds: str, seed: str) -> int:
    """Go round all ways in until the time is over."""
    importers = Importers(Path(parent) / "vault")
    until = time.monotonic() + float(seconds)
    tries, wrong, slowest, most = Counter[str](), list[str](), 0.0, 0
    number = 0
    while time.monotonic() < until:
        number += 1
        for name, way in importers.ways.items():
            tries[name] += 1
            spent, room, fault = _one(partial(way, Random(f"{seed} {name} {number}")))  # noqa: S311 - repeatable
            slowest, most = max(slowest, spent), max(most, room)
            if spent > MOST_SECONDS:
                fault = fault or f"took {spent:.1f} s"
            if room > MOST_BYTES:
                fault = fault or f"took {room // 1_048_576} MB"
            wrong += [f"{name} {number}: {fault}"] if fault else []
    importers.close()
    each = ", ".join(f"{name} {count}" for name, count in tries.items())
    told = f"{each}; slowest {slowest:.2f} s, most {most / 1_048_576:.0f} MB"
    sys.stdout.write(json.dumps({"tries": tries.total(), "wrong": wrong, "told": told}))
    return 0


def _one(way: Callable[[], object]) -> tuple[float, int, str]:
    """Feed one; return its seconds, its bytes and what was not told in a sentence."""
    before, began, fault = _begin_room(), time.process_time(), ""
    try:
        way()
    except ExpectedError:
        pass
    except Exception as problem:  # noqa: BLE001 - whatever is not told in a sentence is what is looked for
        where = problem.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        line = f"{Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where else ""
        fault = f"uncaught {type(problem).__name__} at {line}: {str(problem)[:120]}"
    spent = time.process_time() - began
    room = _highest_room() - before
    gc.collect(0)
    return spent, room, fault


def _begin_room() -> int:
    """Let the highest room be counted from now on, where the system can; tell how much it is, in bytes."""
    if _CLEAR.exists():
        _CLEAR.write_text(_FORGET_THE_HIGHEST)
    return _highest_room()


def _highest_room() -> int:
    """Tell the most room that was taken, in bytes: since ``_begin_room`` on Linux, else ever."""
    if _CLEAR.exists():
        lines = _STATUS.read_text().splitlines()
        highest = next(line for line in lines if line.startswith("VmHWM:"))
        return int(highest.split()[1]) * _KIBIBYTE
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
