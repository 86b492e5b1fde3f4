"""Rows of what was typed, compared one by one: what differs is said whole, and what went is said to be out.

A row is what stands or falls together: one wound, one medicine, one lesson, one question. Rows of one group
are told apart by where they stand in it, never by their words: two wounds of the same length are two.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TypeAlias

from carenurse.translations import tr

Path: TypeAlias = tuple[str | int, ...]
"""Link ids, each with which of its repetitions."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the group in which it is counted, what it is about, and all it says.

    ``parts`` are its answers by their path inside the row, in words; ``content`` is what is compared.
    """

    group: Path
    name: str
    words: str
    content: str
    parts: Mapping[Path, str] = field(default_factory=dict[Path, str])

    @property
    def line(self) -> str:
        """Say the row whole, behind what it is about."""
        return f"{self.name}: {self.words}" if self.words else self.name


def late_lines(signed: Sequence[Row], late: Sequence[Row], *, same_paper: bool) -> Iterator[str]:
    """Say each late row that the signed paper has not, or has otherwise.

    ``same_paper``: both were written on one paper, so that what is not there any more was taken out; of two
    papers that were begun apart, nobody can say so.
    """
    before, after = _grouped(signed), _grouped(late)
    for group in dict.fromkeys([*after, *before]):
        for old, new in _pairs(before.get(group, []), after.get(group, [])):
            if new is not None:
                yield new.line
            if old is not None and same_paper:
                yield from _taken_out(old, new)


def _grouped(rows: Sequence[Row]) -> dict[Path, list[Row]]:
    groups: dict[Path, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return groups


def _pairs(before: list[Row], after: list[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Pair the rows of one group that differ, in their order; a row that went leaves the others in place."""
    olds, news = [row.content for row in before], [row.content for row in after]
    for what, start, end, first, last in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if what != "equal":
            yield from zip_longest(before[start:end], after[first:last])


def _taken_out(old: Row, new: Row | None) -> Iterator[str]:
    if new is None:
        yield tr("Taken out: {words}", words=old.line)
        return
    gone = [words for path, words in old.parts.items() if path not in new.parts]
    if gone:
        yield tr("Taken out: {words}", words=f"{old.name}: {'; '.join(gone)}")
