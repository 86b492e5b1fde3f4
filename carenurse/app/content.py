"""The content that comes with the program: forms and value sets, by id or by canonical address."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from carenurse.clinical.fhir import Resource, read_json
from carenurse.errors import BugError
from carenurse.forms import urls
from carenurse.forms.elements import first_value, objects
from carenurse.forms.form import Form
from carenurse.forms.library import Library
from carenurse.forms.loading import load

_FORMS = files("resources") / "questionnaires"


@cache
def form_ids() -> tuple[str, ...]:
    """List the ids of the forms that come with the program, by name (``phq9``, ``vital-signs``...), once."""
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
    return load(form_resource(identity), SHIPPED)


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


@cache
def _value_sets() -> dict[str, Resource]:
    """Read the value sets that come with the program, by address, once."""
    held: Resource = read_json((files("resources") / "codes" / "value-sets.json").read_bytes())
    return {str(one["url"]): one for one in objects(held["value_sets"])}


@cache
def _addresses() -> dict[str, str]:
    """Find the shipped forms by address, once."""
    return {str(form_resource(identity).get("url", "")): identity for identity in form_ids()}


def shipped_value_set(address: str) -> Resource | None:
    """Find a value set by canonical address, with or without a version; None when it is not shipped."""
    return _value_sets().get(address.partition("|")[0])


def shipped_questionnaire(address: str) -> Resource | None:
    """Find a shipped form by canonical address; one of another version is not the form that was meant."""
    url, _, version = address.partition("|")
    identity = _addresses().get(url)
    found = form_resource(identity) if identity else None
    return found if found is not None and version in ("", found.get("version", "")) else None


SHIPPED = Library(shipped_value_set, shipped_questionnaire)
"""The library of everything that comes with the program."""


def needs_permission(resource: Resource) -> bool:
    """Say whether a form is off until the agency says that it holds permission for it."""
    return first_value(resource, urls.NEEDS_PERMISSION) is True


def is_score_only(resource: Resource) -> bool:
    """Say whether a form takes only the total of a scale whose questions may not be in the program."""
    return first_value(resource, urls.SCORE_ONLY) is True
