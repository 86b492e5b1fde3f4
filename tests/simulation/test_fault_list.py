"""Each of the sixty faults is made by somebody, and whoever is named is there."""

import ast
from dataclasses import fields
from pathlib import Path

import pytest

from tests.simulation.fault_list import FAULT_LIST, NOT_DRAWN
from tests.simulation.laptop import Laptop
from tests.simulation.network import FAULTS
from tests.simulation.plan import Plan
from tests.simulation.quirks import Quirks
from tests.simulation.world import World

ROOT = Path(__file__).resolve().parents[2]
THERE = {
    "network": set(FAULTS),
    "quirk": {one.name for one in fields(Quirks)},
    "plan": {one.name for one in fields(Plan)},
    "world": {name.lstrip("_") for name in dir(World)},
    "laptop": {*dir(Laptop), *(one.name for one in fields(Laptop))},
}


def _is_there(name: str) -> bool:
    """Say whether what makes a fault exists: a test by its path, anything else by its kind and name."""
    if name.startswith(NOT_DRAWN):
        return len(name) > len(NOT_DRAWN)
    path, parted, test = name.partition("::")
    if parted:
        parts = ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        return any(isinstance(one, ast.FunctionDef) and one.name == test for one in parts)
    kind, _, what = name.partition(".")
    return what in THERE.get(kind, ())


def test_every_fault_is_made_by_somebody() -> None:
    assert sorted(FAULT_LIST) == list(range(1, 61))
    assert [number for number, makers in FAULT_LIST.items() if not makers] == []


@pytest.mark.parametrize("number", sorted(FAULT_LIST))
def test_whoever_makes_it_is_there(number: int) -> None:
    assert [name for name in FAULT_LIST[number] if not _is_there(name)] == []


def test_the_wire_and_the_list_name_the_same_numbers() -> None:
    told = {(name, number) for name, numbers in FAULTS.items() for number in numbers}
    listed = {
        (name.removeprefix("network."), number)
        for number, makers in FAULT_LIST.items()
        for name in makers
        if name.startswith("network.")
    }

    assert told == listed
