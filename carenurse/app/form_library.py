"""What forms may name and find on this laptop: the shipped value sets and the shipped forms."""

from functools import cache
from importlib.resources import files

from carenurse.app.content import form_ids, form_resource
from carenurse.clinical.fhir import Resource, read_json
from carenurse.forms.elements import objects
from carenurse.forms.library import Library


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
