"""Two people who may be one, side by side: the nurse says whether they are."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from carenurse.app.look_alikes import LookAlike
from carenurse.clinical.patient import Patient
from carenurse.translations import tr
from ui.widgets.boxes import column, holder, row
from ui.widgets.buttons import Button
from ui.widgets.surface import Card
from ui.widgets.text import Label
from ui.widgets.theme import theme


class LookAlikeCard(Card):
    """Asks about one incoming person; ``decided`` carries (incoming id, id here or empty)."""

    decided = Signal(str, str)

    def __init__(
        self, alike: Sequence[LookAlike], decision: str | None, parent: QWidget | None = None
    ) -> None:
        """Take all the people here who look like one incoming person, and what was said (None: nothing)."""
        super().__init__(edge="cautionLine", radius="control", parent=parent)
        incoming = alike[0].incoming
        rows = [self._question(one, decision) for one in alike]
        separate = Button(tr("Keep separate"), "primary" if decision == "" else "secondary", icon="users")
        separate.clicked.connect(lambda: self.decided.emit(incoming.id, ""))
        name = incoming.name.display or tr("Name not recorded")
        asked = tr("Is {name} somebody who is already here?", name=name)
        self.setAccessibleName(asked)
        self.setLayout(
            column(
                Label(asked, "bodyStrong", wrap=True),
                *rows,
                row(separate, None),
                space=8,
                margins=(12, 10, 12, 10),
            )
        )

    def _question(self, alike: LookAlike, decision: str | None) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme().px(16))
        grid.setVerticalSpacing(theme().px(2))
        heads = ("", tr("In the file"), tr("Here"))
        pairs = zip(_facts(alike.incoming), _facts(alike.existing), strict=True)
        grid_rows = [heads, *((label, mine, theirs) for (label, mine), (_, theirs) in pairs)]
        for line, texts in enumerate(grid_rows):
            differs = line > 0 and texts[1] != texts[2]
            for place, text in enumerate(texts):
                step = "caption" if line == 0 or place == 0 else "bodyStrong" if differs else "body"
                role = "textSecondary" if line == 0 or place == 0 else "text"
                grid.addWidget(Label(text, step, role, wrap=place > 0), line, place)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        chosen = decision == alike.existing.id
        same = Button(
            tr("Same person"), "primary" if chosen else "secondary", icon="check" if chosen else "user"
        )
        same.clicked.connect(lambda: self.decided.emit(alike.incoming.id, alike.existing.id))
        why = Label(" ".join(alike.why), "caption", "caution", wrap=True)
        return holder(column(why, grid, row(same, None), space=6))


def _facts(person: Patient) -> tuple[tuple[str, str], ...]:
    return (
        (tr("Name"), person.name.display),
        (tr("Born"), str(person.birth_date or "")),
        (tr("Gender"), person.gender),
        (tr("Phone"), person.phones[0].value if person.phones else ""),
        (tr("Address"), person.address.one_line),
        (tr("Record number"), person.record_numbers[0].value if person.record_numbers else ""),
    )
