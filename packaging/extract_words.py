#!/usr/bin/env python3
"""Collect every sentence that a person can read into the template for translators.

    python3 packaging/extract_words.py      writes resources/i18n/carenurse.pot

A language is a copy of the template under its code (``es.po``) with the ``msgstr`` lines filled in. The
reasons in the shipped rules of the care plan are sentences too.
"""

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "resources" / "i18n" / "carenurse.pot"
RULES = ROOT / "resources" / "codes" / "findings-to-problems.json"
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
_WORDS = {"tr": 1, "trn": 2}
"""How many of a call's first arguments are sentences."""


def sentences_of(source: Path) -> Iterator[str]:
    """Walk the sentences of one module, in order."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _WORDS:
            for argument in node.args[: _WORDS[node.func.id]]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def reasons(value: object) -> Iterator[str]:
    """Walk the reasons in the shipped rules."""
    if isinstance(value, dict):
        for name, inner in value.items():  # pyright: ignore[reportUnknownVariableType] - JSON
            if name == "reason" and isinstance(inner, str):
                yield inner
            else:
                yield from reasons(inner)  # pyright: ignore[reportUnknownArgumentType] - JSON
    elif isinstance(value, list):
        for inner in value:  # pyright: ignore[reportUnknownVariableType] - JSON
            yield from reasons(inner)  # pyright: ignore[reportUnknownArgumentType] - JSON


def template() -> str:
    """Write the template: each sentence once, with the modules that say it."""
    found: dict[str, list[str]] = {}
    for top in ("carenurse", "ui"):
        for source in sorted((ROOT / top).rglob("*.py")):
            for sentence in sentences_of(source):
                found.setdefault(sentence, []).append(source.relative_to(ROOT).as_posix())
    for sentence in reasons(json.loads(RULES.read_text(encoding="utf-8"))):
        found.setdefault(sentence, []).append(RULES.relative_to(ROOT).as_posix())
    entries = (
        f'#: {" ".join(sorted(set(places)))}\nmsgid {json.dumps(sentence, ensure_ascii=False)}\nmsgstr ""\n'
        for sentence, places in sorted(found.items())
    )
    return "\n".join((HEAD, *entries))


if __name__ == "__main__":
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_text(template(), encoding="utf-8")
    sys.stdout.write(f"{TEMPLATE.relative_to(ROOT)} written\n")
