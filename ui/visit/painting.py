"""How the visit stands, on the screen: sections and their boxes, the rail, and the column that follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from carenurse.app.visit_session import VisitSession
from carenurse.app.visit_worksheet import Place
from ui.visit.context import ContextColumn
from ui.visit.footer import VisitFooter
from ui.visit.guiding import MakeForm
from ui.visit.panels import row_trend
from ui.visit.presented_form import PresentedForm
from ui.visit.presenter import VisitPresenter
from ui.visit.rail import SectionRail
from ui.visit.sheet_section import SheetSection
from ui.visit.view import Standing
from ui.visit.writing import WritingArea
from ui.widgets.form_panel import FormPanel


@dataclass(frozen=True, slots=True)
class Parts:
    """The widgets that show how a visit stands."""

    rail: SectionRail
    writing: WritingArea
    context: ContextColumn
    footer: VisitFooter


class Painting:
    """Keeps the parts of the page in step with the visit; the note has an area of its own."""

    def __init__(
        self, parts: Parts, presenter: VisitPresenter, make_form: MakeForm, say: Callable[[str], None]
    ) -> None:
        """Take also what makes the panel of a form, and where a form says its short sentences."""
        self._parts, self._presenter = parts, presenter
        self._make_form, self._say = make_form, say
        self._sheets: Mapping[str, SheetSection] = {}
        self.visit: VisitSession | None = None
        self.forms: dict[str, PresentedForm] = {}
        self.standing: Standing | None = None

    def begin(
        self, visit: VisitSession, forms: dict[str, PresentedForm], sheets: Mapping[str, SheetSection]
    ) -> None:
        """Take another visit, of which nothing is shown yet."""
        self.visit, self.forms, self._sheets, self.standing = visit, forms, sheets, None

    def end(self) -> None:
        """Let go of a visit that is only read from now on."""
        self.visit = None

    def show(self, standing: Standing, changed: str) -> None:
        """Show how the visit stands; ``changed`` is the section that changed, empty for all."""
        first = self.standing is None
        keys = tuple(section.key for section in standing.sections)
        self.standing = standing
        writing = self._parts.writing
        if first or keys != writing.keys:
            titles = {key: form.session.form.title for key, form in self.forms.items()}
            writing.show_sections(standing.sections, titles, self._build)
        self._parts.rail.show_sections(standing.sections)
        self._show_sections(standing, changed)
        if changed:
            writing.follow()

    def _build(self, key: str) -> QWidget:
        if key in self.forms:
            made = self._make_form(self.forms[key])
            made.said.connect(self._say)
            return made
        section = self._sheets[key]
        self._show_sheet(section)
        return section

    def _show_sheet(self, section: SheetSection) -> None:
        if self.standing:
            section.show_flags(self.standing.flags, self.standing.sheet)
            section.show_goals(self.standing.goals)
            section.show_sheet(self.standing.sheet)

    def _show_sections(self, standing: Standing, changed: str) -> None:
        for state in standing.sections:
            box = self._parts.writing.box(state.key)
            if box is None:
                continue
            box.show_state(state)
            if state.key in self.forms:
                box.show_score(self.forms[state.key].session)
            if isinstance(box.body, FormPanel) and (changed in ("", state.key) or state.form):
                box.body.refresh()
            elif isinstance(box.body, SheetSection):
                self._show_sheet(box.body)

    def show_context(self) -> None:
        """Follow the cursor: the open flag with its trend, else the trend of the question at hand."""
        standing, visit = self.standing, self.visit
        if standing is None or visit is None:
            return
        here, context = self._presenter.here, self._parts.context
        left = [flag for flag in standing.flags if flag.asks_to_tell and flag.key not in standing.told]
        if left:
            pinned = Place(left[0].section, left[0].question, "form")
            context.show_flags(left, row_trend(visit, self.forms, pinned))
        else:
            context.show_trend(row_trend(visit, self.forms, here))
        button = self._parts.footer.limits_button
        button.why_not(self._presenter.why_not_within_limits(here.section, here.question))
        form = self.forms.get(here.section)
        context.show_about(form.session.form if form else None)
