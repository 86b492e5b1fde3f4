"""How many of each kind a file holds."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from carenurse.app.import_verdicts import KindCount
from carenurse.app.sync_words import kind_word
from carenurse.translations import tr
from ui.widgets.text import Label
from ui.widgets.theme import theme


class CountsTable(QWidget):
    """Kinds in the nurse's words where there are any, else FHIR's; numbers line up at the right."""

    def __init__(self, counts: tuple[KindCount, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("What the file holds"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(theme().px(2))
        grid.setHorizontalSpacing(theme().px(16))
        heads = (tr("Kind"), tr("New"), tr("Changed"), tr("Same"), "")
        for place, head in enumerate(heads):
            align = Qt.AlignmentFlag.AlignRight if 0 < place < len(heads) - 1 else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(Label(head, "caption", "textSecondary", align=align), 0, place)
        for line, one in enumerate(counts, 1):
            grid.addWidget(Label(kind_words(one.kind)), line, 0)
            for place, number in enumerate((one.new, one.changed, one.same), 1):
                right = Qt.AlignmentFlag.AlignRight
                grid.addWidget(Label(str(number), tabular=True, align=right), line, place)
            if not one.shown:
                grid.addWidget(Label(tr("kept, not shown"), "caption", "textSecondary"), line, 4)
        grid.setColumnStretch(4, 1)


def kind_words(kind: str) -> str:
    """Name a FHIR kind in the nurse's words; one without any is FHIR's own name, written as words."""
    return {
        "AllergyIntolerance": tr("Allergies"),
        "Appointment": tr("Planned visits"),
        "Binary": tr("Files"),
        "CarePlan": tr("Care plans"),
        "CareTeam": tr("Care teams"),
        "Claim": tr("Bills"),
        "Communication": tr("Calls and lessons"),
        "Composition": tr("Notes"),
        "Condition": tr("Problems"),
        "Consent": tr("Wishes"),
        "Coverage": tr("Insurance"),
        "Device": tr("Devices"),
        "DiagnosticReport": tr("Reports"),
        "DocumentReference": tr("Papers"),
        "Encounter": tr("Visits and stays"),
        "EpisodeOfCare": tr("Times under care"),
        "ExplanationOfBenefit": tr("Bills settled"),
        "Flag": tr("Alerts"),
        "Goal": tr("Goals"),
        "Group": tr("Caseloads"),
        "ImagingStudy": tr("X-rays and scans"),
        "Immunization": tr("Vaccinations"),
        "Location": tr("Places"),
        "Media": tr("Photos"),
        "MedicationRequest": tr("Ordered medicines"),
        "MedicationStatement": tr("Medicines"),
        "Observation": tr("Measurements"),
        "Organization": tr("Organizations"),
        "Patient": tr("People"),
        "Practitioner": tr("Nurses and physicians"),
        "Procedure": tr("Procedures"),
        "Provenance": tr("Signatures"),
        "Questionnaire": tr("Forms as they are printed"),
        "QuestionnaireResponse": tr("Filled forms"),
        "RelatedPerson": tr("Family and caregivers"),
        "ServiceRequest": tr("Orders"),
        "Task": tr("To do"),
    }.get(kind) or kind_word(kind)
