"""Words in fields that nothing keeps before a button is pressed: neither a reading nor a lock loses them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from ui.widgets.fields.base import Field


class LooseWords:
    """Whose words stand in the fields of a page: the nurse's since she typed there, else the record's.

    What is hers is not written over by what is read, and ``typed`` gives it for ``Page.unfinished``. A field
    that a page makes anew is taken in again by ``watch``.
    """

    def __init__(self, **fields: Field) -> None:
        self._fields: dict[str, Field] = {}
        self._hers: set[str] = set()
        for name, field in fields.items():
            self.watch(name, field)

    def watch(self, name: str, field: Field) -> None:
        """Take a field in under a name of the page's own."""
        self._fields[name] = field
        field.edited.connect(partial(self._typed, name))

    def _typed(self, name: str, _text: str) -> None:
        self._hers.add(name)

    def show(self, name: str, text: str) -> None:
        """Show what the record holds, where the nurse has typed nothing else."""
        if name not in self._hers:
            self._fields[name].set_text(text)

    def settle(self, *names: str) -> None:
        """Count these as kept (all, when none is named): the next reading may write over them."""
        self._hers -= set(names or self._fields)

    def typed(self) -> dict[str, str]:
        """Give what the nurse typed and nothing kept, by name."""
        return {name: self._fields[name].text() for name in sorted(self._hers)}

    def put_back(self, words: Mapping[str, Any]) -> None:
        """Write what ``typed`` gave into the fields again; names that are not here are left out."""
        for name, field in self._fields.items():
            if isinstance(words.get(name), str):
                field.set_text(words[name])
                self._hers.add(name)
