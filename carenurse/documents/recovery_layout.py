"""The recovery code on paper: large and in groups, so that a tired person can type it from the table."""

from carenurse.documents.dates import stamp
from carenurse.documents.fonts import Fonts
from carenurse.documents.labels import Language
from carenurse.documents.lines import Span, Style
from carenurse.documents.recovery_page import RecoveryFacts, grouped, uses
from carenurse.documents.sheet import Margins, Paragraph, Sheet
from carenurse.documents.tagged import Element, Frame, TaggedPdf
from carenurse.translations import tr

_TITLE, _BODY, _CODE, _SMALL = Style(24, 32), Style(14, 20), Style(26, 44), Style(11, 15)
_MARGINS = Margins(left=56.7, right=56.7, top=56.7, bottom=56.7)
_COLUMNS = 4


def lay_out(facts: RecoveryFacts, language: Language) -> bytes:
    """Set the page."""
    pdf = TaggedPdf(tr("Recovery code"), f"{language}-US", Fonts())
    sheet = Sheet(pdf, _MARGINS, lambda _sheet: None)
    sheet.new_page()
    _say(sheet, tr("Your recovery code"), _TITLE, tag="H1", strong=True)
    _say(sheet, tr("CareNurse records of {name}", name=facts.nurse), _BODY)
    _say(sheet, tr("Vault {vault}, made {when}", when=stamp(facts.made, language), vault=facts.vault), _BODY)
    sheet.y += 18
    _code(sheet, grouped(facts.code))
    sheet.y += 22
    for text in uses():
        _say(sheet, text, _BODY, before=6)
    sheet.y += 26
    _say(sheet, tr("Capitals and gaps do not matter. The letters I, L, O and U are not used."), _SMALL)
    return pdf.finish()


def _code(sheet: Sheet, groups: tuple[str, ...]) -> None:
    """Frame the groups, four in a row; the whole code is one paragraph to a screen reader."""
    pdf = sheet.pdf
    rows = -(-len(groups) // _COLUMNS)
    pdf.frame(Frame(sheet.left, sheet.y, sheet.width, rows * _CODE.leading + 24), 2.5, 6)
    top = sheet.y + 12
    step = (sheet.width - 32) / _COLUMNS
    widest = max(pdf.fonts.width(group, 1.0, strong=True) for group in groups)
    size = min(_CODE.size, (step - 16) / widest)
    with pdf.element(Element("P")):
        for place, group in enumerate(groups):
            row, column = divmod(place, _COLUMNS)
            baseline = top + (row + 0.5) * _CODE.leading + 0.36 * size
            pdf.text(sheet.left + 24 + column * step, baseline, f"{group} ", size, strong=True)
    sheet.y += rows * _CODE.leading + 24


def _say(
    sheet: Sheet, text: str, style: Style, *, tag: str = "P", strong: bool = False, before: float = 0.0
) -> None:
    lines = sheet.lines([Span(text, strong=strong)], style, sheet.width)
    sheet.flow([Paragraph(lines, style, tag, before=before)])
