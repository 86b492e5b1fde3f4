"""The rules of the house that a machine can check."""

import ast
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for top in ("carenurse", "ui", "packaging") for path in (ROOT / top).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PACKAGES = [path for path in SOURCES if path.name == "__init__.py"]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_module_fits_in_one_sitting() -> None:
    lengths = {name_of(one): len(one.read_text(encoding="utf-8").splitlines()) for one in (*SOURCES, *TESTS)}
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_every_package_states_its_charter() -> None:
    trees = {name_of(one): ast.parse(one.read_text(encoding="utf-8")) for one in PACKAGES}
    assert [name for name, tree in trees.items() if not ast.get_docstring(tree)] == []


@pytest.mark.parametrize("name", ["carenurse", "ui", "resources"])
def test_nobody_else_ships_our_package_names(name: str) -> None:
    assert set(packages_distributions().get(name, ["carenurse"])) == {"carenurse"}


def test_the_packaging_folder_never_shadows_the_packaging_library() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_the_start_script_leans_on_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "packaging" / "start.py").read_text(encoding="utf-8"))
    plain = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    named = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {alias.name.split(".")[0] for node in plain for alias in node.names}
    names |= {(node.module or "").split(".")[0] for node in named}
    assert names <= sys.stdlib_module_names


def test_the_core_imports_with_qt_blocked() -> None:
    script = """
import importlib, pkgutil, sys
for name in ("PySide6", "shiboken6", "ui"):
    sys.modules[name] = None
import carenurse
for module in pkgutil.walk_packages(carenurse.__path__, "carenurse."):
    importlib.import_module(module.name)
print("imported")
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "imported\n", done.stderr


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "XX" + "X:"])
def test_nothing_is_left_for_somebody_else(word: str) -> None:
    guilty = [name_of(path) for path in SOURCES if word in path.read_text(encoding="utf-8")]
    assert guilty == []
