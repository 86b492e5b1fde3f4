"""Rows of things to be settled, each with words to be written: what is typed stays while its row is there."""

from collections.abc import Collection, Iterable, Mapping
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.boxes import empty_out
from ui.widgets.surface import Hairline


class TypedRow(QWidget):
    """The base of a row with one field of words."""

    def typed(self) -> str:
        """Give the words as they stand."""
        raise NotImplementedError

    def write(self, words: str) -> None:
        """Write words that stood here before."""
        raise NotImplementedError


Row = TypeVar("Row", bound=TypedRow)


class TypedRows(Generic[Row]):
    """Fills a layout with rows, by a key each; words about what is not there yet wait for it."""

    def __init__(self, layout: QVBoxLayout) -> None:
        self._layout = layout
        self._rows: dict[str, Row] = {}
        self._waiting: Mapping[str, str] = {}

    def show(self, rows: Iterable[tuple[str, Row]]) -> None:
        """Put other rows in, with the words that were typed about the same things."""
        before = {**self._waiting, **self.typed()}
        empty_out(self._layout)
        self._rows = dict(rows)
        for number, row in enumerate(self._rows.values()):
            if number:
                self._layout.addWidget(Hairline())
            self._layout.addWidget(row)
        self.put_back(before)

    def typed(self) -> dict[str, str]:
        """Give what is typed, by key."""
        return {key: words for key, row in self._rows.items() if (words := row.typed()).strip()}

    def kept(self, unseen: Collection[str]) -> dict[str, str]:
        """Give what is typed, and what waits for rows that are not seen now (``unseen``: their keys)."""
        return {key: words for key, words in self._waiting.items() if key in unseen} | self.typed()

    def put_back(self, typed: Mapping[str, str]) -> None:
        """Write words again beside what is there; beside the others when they come."""
        for key in typed.keys() & self._rows.keys():
            self._rows[key].write(typed[key])
        self._waiting = {key: words for key, words in typed.items() if key not in self._rows}
