"""A form of the visit handed to the person or the family: one question a screen and nothing else."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QStackedWidget, QWidget

from carenurse.app.visit_worksheet import Place
from ui.visit.presented_form import PresentedForm
from ui.visit.presenter import VisitPresenter
from ui.widgets.form_panel import FormPanel, GuidedPanel

MakeForm = Callable[[PresentedForm], FormPanel]
"""Draws one form; the shell gives it, because screens do not know one another."""
MakeGuided = Callable[[PresentedForm], GuidedPanel]
"""Draws a form one question at a time."""


class Guiding:
    """Shows a form in the place of the sections, and hides what stands around them meanwhile."""

    def __init__(
        self,
        make: MakeGuided | None,
        middle: QStackedWidget,
        around: tuple[QWidget, ...],
        presenter: VisitPresenter,
        forms: Callable[[], Mapping[str, PresentedForm]],
    ) -> None:
        self._make, self._middle, self._around, self._presenter = make, middle, around, presenter
        self._forms = forms
        self.panel: GuidedPanel | None = None
        """What is shown now; none while the nurse writes herself."""
        self._hidden: tuple[QWidget, ...] = ()
        self._key = ""
        self._before: QWidget | None = None

    @property
    def on(self) -> bool:
        """Whether somebody else answers now: no key of the visit acts meanwhile."""
        return self.panel is not None

    def begin(self, key: str) -> None:
        """Hand a form over."""
        form = self._forms().get(key)
        if self._make is None or self.on or form is None:
            return
        self._key, self.panel = key, self._make(form)
        self.panel.ended.connect(self.end)
        self._before = self._middle.currentWidget()
        self._middle.addWidget(self.panel)
        self._hidden = tuple(one for one in self._around if not one.isHidden())
        for one in self._hidden:
            one.hide()
        self._middle.setCurrentWidget(self.panel)
        self.panel.take_cursor()

    def end(self) -> None:
        """Take the form back; the visit stands where it was, in that form."""
        panel, self.panel = self.panel, None
        if panel is None:
            return
        if self._before is not None:
            self._middle.setCurrentWidget(self._before)
        self._middle.removeWidget(panel)
        panel.hide()
        panel.deleteLater()
        for one in self._hidden:
            one.show()
        self._presenter.left()
        self._presenter.go(Place(self._key, "", "form"))
