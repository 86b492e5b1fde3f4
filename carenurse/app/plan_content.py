"""The clinical content of the care plan, read from the shipped data: terms, templates, suggestion rules."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from carenurse.careplan.suggestions import Rule, read_rules
from carenurse.careplan.templates import Template, read_template
from carenurse.careplan.terms import Terms, read_terms
from carenurse.clinical.fhir import Resource, read_json


@dataclass(frozen=True, slots=True)
class PlanContent:
    """Everything that the care plan knows before it knows a patient."""

    terms: Terms
    templates: tuple[Template, ...]
    rules: tuple[Rule, ...]

    def template(self, identity: str) -> Template | None:
        """Find a template by its id."""
        return next((template for template in self.templates if template.id == identity), None)


@cache
def plan_content() -> PlanContent:
    """Read the shipped data once; it never changes while the program runs."""
    shipped = files("resources")
    found = sorted(
        (
            read_template(_read(entry.read_bytes()))
            for entry in (shipped / "templates").iterdir()
            if entry.name.startswith("careplan-") and entry.name.endswith(".json")
        ),
        key=lambda template: template.title,
    )
    return PlanContent(
        terms=read_terms(_read((shipped / "codes" / "omaha-system.json").read_bytes())),
        templates=tuple(found),
        rules=read_rules(_read((shipped / "codes" / "findings-to-problems.json").read_bytes())),
    )


def _read(data: bytes) -> Resource:
    return dict(read_json(data))
