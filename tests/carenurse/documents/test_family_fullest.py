"""The fullest paper of an ordinary visit: two pages in each language, and nothing of it is lost."""

from dataclasses import replace
from decimal import Decimal

import pytest

from carenurse.documents.family_facts import FamilySummary, GoalLine, MedicineChange, Words
from carenurse.documents.family_summary import render
from carenurse.documents.labels import LANGUAGES, Language
from carenurse.documents.readings import Limit, Reading
from tests.carenurse.documents.reading_back import complaints, text_of
from tests.carenurse.documents.rosa import rosa

_TO_DO = (
    "Weigh yourself each morning. Write it down.",
    "Take the water pill at 8 in the morning, every day.",
    "Elena fills the pill box each Sunday.",
    "Walk to the corner and back two times a day.",
    "Use what you learned today: the 3 warning signs.",
)
_FOUND = (
    "You hold more water than last week.",
    "Your heel is closing. It is half as big as on February 20.",
    "Your lungs sound wet at the bottom.",
)
_SIGNS = (
    "Weight up more than 2 to 3 pounds in 1 day or 5 pounds in 1 week",
    "More swelling in feet, legs or belly",
    "Need more pillows to sleep, or wake up short of breath",
    "Dizzy when standing, or a new cough",
)
_LISTED = ("Metoprolol", "Spironolactone", "Lisinopril", "Aspirin", "Atorvastatin", "Metformin")


def _of(words: tuple[str, ...]) -> tuple[Words, ...]:
    return tuple(map(Words, words))


def fullest() -> FamilySummary:
    """Fill every block as a long visit to Rosa would."""
    more = (
        Reading("pulse", Decimal(96), "/min", Limit(Decimal(55), Decimal(105))),
        Reading("temperature", Decimal("98.1"), "[degF]"),
        Reading("breathing", Decimal(22), "/min"),
        Reading("bloodSugar", Decimal(148), "mg/dL", Limit(Decimal(80), Decimal(180))),
        Reading("pain", Decimal(5), "{score}", Limit(None, Decimal(3))),
    )
    return replace(
        rosa(),
        emergency=_of(("Chest pain or pressure", "Cannot speak a full sentence", "Fainting", "Pink spit")),
        call_today=_of(_SIGNS),
        to_do=_of(_TO_DO),
        found=_of(_FOUND),
        readings=(*rosa().readings, *more),
        medicines=(
            *rosa().medicines,
            MedicineChange("new", "Potassium", _of(("For potassium.", "1 tablet in the morning with food."))),
        ),
        listed=tuple(MedicineChange("same", name, _of(("50 mg by mouth, morning.",))) for name in _LISTED),
        goals=(*rosa().goals, GoalLine(Words("Do it without nagging."), Words("All doses, 7 of 7 days."))),
        teach_back=_of(
            ("3 warning signs: weight up 3 pounds, pillows, ankles", "Pill box: Monday to Sunday")
        ),
        questions=_of(("Is there a bus to the clinic?", "Can I take something else for my knee?")),
        fictional=True,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_visit_has_two_pages_with_every_line_of_it(language: Language) -> None:
    rendered = render(fullest(), language)
    text = text_of(rendered.pdf)

    assert rendered.pages == 2
    assert all(line in text for line in (*_TO_DO, *_SIGNS, *_LISTED))
    assert all(sentence in text for line in _FOUND for sentence in line.split(". "))
    assert "Is there a bus to the clinic?" in text
    assert complaints(rendered.pdf) == []


def test_air_goes_before_doses_do() -> None:
    rendered = render(fullest())

    assert text_of(rendered.pdf).count("50 mg by mouth, morning.") == len(_LISTED)
    assert not any("left off" in note for note in rendered.notes)


def test_an_ordinary_paper_keeps_its_air() -> None:
    assert "Ask us or your doctor if you are not sure" in text_of(render(rosa()).pdf)
    assert "adhesive tape. Ask us" not in text_of(render(rosa()).pdf)


def test_the_language_of_all_medicines_is_named_once_above_them_and_leaves_room_for_doses() -> None:
    dose = "50 mg by mouth, morning. For the heart and the blood pressure."
    listed = tuple(MedicineChange("same", name, _of((dose,))) for name in _LISTED)
    rendered = render(replace(rosa(), listed=listed, medicines=(), same_medicines=6), "es")
    text = text_of(rendered.pdf)
    table = text[text.index("Sus medicamentos") :]

    assert table.count(dose) == len(_LISTED)
    assert table.split("Metformin")[0].count("En inglés:") == 1
    assert complaints(rendered.pdf) == []


def test_medicines_told_in_two_languages_are_marked_one_by_one() -> None:
    own = MedicineChange("same", "Aspirin", (Words("81 mg.", "en", (("es", "81 mg al día."),)),))
    other = MedicineChange("same", "Metformin", _of(("500 mg with meals.",)))
    text = text_of(render(replace(rosa(), listed=(own, other), medicines=(), same_medicines=2), "es").pdf)

    assert "Aspirin. 81 mg al día." in text
    assert "Metformin. En inglés: 500 mg with meals." in text
