"""Which forms a visit holds: the shipped ones by name, and those that this person's plan asks for."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from carenurse.app.content import SHIPPED
from carenurse.app.plan_content import plan_content
from carenurse.app.ports import Reading
from carenurse.app.visit_readings import VITALS
from carenurse.clinical import problem
from carenurse.clinical.fhir import read_json
from carenurse.errors import ExpectedError
from carenurse.forms.form import Form
from carenurse.forms.graph import Graph, build_graph
from carenurse.forms.loading import load
from carenurse.translations import tr

ALWAYS = (VITALS, "news2")
"""What every visit measures; the rest comes from the plan."""
_ORDER = (
    *ALWAYS,
    "head-to-toe",
    "pain-nrs",
    "phq2",
    "phq9",
    "steadi-key3",
    "steadi-stay-independent",
    "skin-check",
    "wound-record",
)
_SKIN, _MOOD, _MOVING, _PAIN = "PB0026", "PB0012", "PB0027", "PB0024"
"""Omaha problems: Skin, Mental health, Neuro-musculo-skeletal function, Pain."""
_BY_PROBLEM = {
    _SKIN: ("skin-check", "wound-record"),
    _MOOD: ("phq9",),
    _PAIN: ("pain-nrs",),
    _MOVING: ("steadi-stay-independent",),
}


@cache
def shipped_names() -> tuple[str, ...]:
    """List the names of the shipped forms (their file names without the ending)."""
    entries = (files("resources") / "questionnaires").iterdir()
    return tuple(
        sorted(entry.name.removesuffix(".json") for entry in entries if entry.name.endswith(".json"))
    )


@cache
def shipped_form(name: str) -> tuple[Form, Graph]:
    """Load one shipped form with its graph, once. Raises ExpectedError for a name that is not shipped."""
    if name not in shipped_names():
        raise ExpectedError(tr("This form is not on this laptop."), tr("Choose another one from the list."))
    form = load(read_json((files("resources") / "questionnaires" / f"{name}.json").read_bytes()), SHIPPED)
    return form, build_graph(form)


def short_title(name: str, form: Form) -> str:
    """Say a form's name in the two or three words of the rail; the whole title heads the section."""
    known = {
        "news2": tr("NEWS2"),
        "pain-nrs": tr("Pain"),
        "phq2": tr("Mood: PHQ-2"),
        "phq9": tr("Mood: PHQ-9"),
        "steadi-key3": tr("Falls: 3 questions"),
        "steadi-stay-independent": tr("Falls: STEADI"),
        "skin-check": tr("Skin check"),
        "head-to-toe": tr("Head to toe"),
        "home-care-assessment": tr("Assessment"),
    }
    return known.get(name) or form.title.partition(" (")[0]


def form_of(canonical: str) -> str:
    """Name the shipped form that an answer's ``questionnaire`` means; empty when it is not shipped."""
    name = canonical.partition("|")[0].rstrip("/").replace(":", "/").rpartition("/")[2]
    return name if name in shipped_names() else ""


def forms_for(records: Reading, patient: str) -> tuple[str, ...]:
    """Choose the forms of a visit: the vital ones always, and what the problems of the plan call for."""
    values = (problem.decode(one) for one in records.of_patient(patient, "Condition"))
    return chosen({value.omaha for value in values if value.active and value.omaha})


def chosen(problems: set[str]) -> tuple[str, ...]:
    """Choose by the Omaha codes of the problems in force."""
    wanted = [*ALWAYS, *(form for code in sorted(problems) for form in _BY_PROBLEM.get(code, ()))]
    for template in plan_content().templates:
        codes = [one.code for one in template.problems]
        present = sum(1 for code in codes if code in problems)
        if codes and codes[0] in problems and present * 2 > len(codes):
            wanted += template.assessments
    for whole, short in (("phq9", "phq2"), ("steadi-stay-independent", "steadi-key3")):
        wanted = [name for name in wanted if name != short] if whole in wanted else wanted
    return in_order([name for name in dict.fromkeys(wanted) if name in _ORDER and name in shipped_names()])


def in_order(names: Sequence[str]) -> tuple[str, ...]:
    """Put forms into the order in which a visit asks them; others come behind, as they were added."""
    known = [name for name in _ORDER if name in names]
    return (*known, *(name for name in names if name not in known))
