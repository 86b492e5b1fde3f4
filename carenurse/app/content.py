"""The content that comes with the program: forms, by id or by canonical address."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from carenurse.clinical.fhir import Resource, read_json
from carenurse.errors import BugError
from carenurse.forms.form import Form
from carenurse.forms.loading import load

_FORMS = files("resources") / "questionnaires"


def form_ids() -> tuple[str, ...]:
    """List the ids of the forms that come with the program, by name (``phq9``, ``vital-signs``...)."""
    return tuple(
        sorted(entry.name.removesuffix(".json") for entry in _FORMS.iterdir() if entry.name.endswith(".json"))
    )


@cache
def form_resource(identity: str) -> Resource:
    """Give the Questionnaire of a shipped form, not to be changed. Raises BugError for an unknown id."""
    source = _FORMS / f"{identity}.json"
    if identity not in form_ids():
        message = f"no form {identity}"
        raise BugError(message)
    resource: Resource = read_json(source.read_bytes())
    return resource


@cache
def shipped_form(identity: str) -> Form:
    """Load a shipped form, once. Raises BugError for an unknown id."""
    return load(form_resource(identity))


def form_at(canonical: str) -> Form | None:
    """Find a shipped form by its canonical address, with or without a version; None when it is not shipped.

    A version that differs from the shipped one is no match: answers belong to the form they were given on.
    """
    address, _, version = canonical.partition("|")
    for form in shipped_forms():
        if form.url == address and version in ("", form.version):
            return form
    return None


def shipped_forms() -> Iterator[Form]:
    """Load every shipped form, by id."""
    return (shipped_form(identity) for identity in form_ids())
