"""The forms at hand on this laptop: those that come with the program, and those that the nurse took in.

A form goes by its name: the file name of a shipped one (``phq9``), the id of the vault's Questionnaire of one
that was taken in. Answers name their form by canonical address and version, so that a draft stays on the
version on which it was begun when a newer one comes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from json import dumps, loads

from carenurse.app.content import SHIPPED, form_ids, form_resource, needs_permission
from carenurse.app.ports import Reading
from carenurse.app.visit_forms import form_of, shipped_form
from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.shapes import as_text
from carenurse.errors import ExpectedError
from carenurse.forms.assembling import is_modular
from carenurse.forms.form import Form
from carenurse.forms.graph import Graph, build_graph
from carenurse.forms.library import Library
from carenurse.forms.loading import load
from carenurse.translations import tr

_LOADED = 12
"""Taken-in forms kept loaded: a few visits' worth."""


@dataclass(frozen=True, slots=True)
class Permission:
    """Who said, and when, that the agency holds permission for a form; ``note``: what it rests on."""

    who: str
    when: datetime
    note: str = ""


def permission_key(name: str) -> str:
    """Name the setting of the vault that holds the permission of a form."""
    return f"form-permission:{name}"


def retired_key(name: str) -> str:
    """Name the setting of the vault that says since when a form is not offered any more."""
    return f"form-retired:{name}"


def permission_words(permission: Permission) -> str:
    """Write a permission for the vault."""
    held = {"who": permission.who, "when": permission.when.isoformat(), "note": permission.note}
    return dumps(held)


def permission_of(records: Reading, name: str) -> Permission | None:
    """Read who said that the agency may use a form; None where nobody did, or took it back."""
    held = records.setting(permission_key(name))
    if not held:
        return None
    told: dict[str, str] = loads(held)
    return Permission(told["who"], datetime.fromisoformat(told["when"]), told["note"])


@dataclass(frozen=True, slots=True)
class NamedForm:
    """A form by its name and title; ``here``: it is in the visit already."""

    name: str
    title: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """The forms at hand at one moment; ``taken_in`` are the vault's Questionnaires, the newest first."""

    taken_in: tuple[Resource, ...]
    off: frozenset[str]
    """Names that are not offered: retired ones, and those without permission."""

    def name_of(self, canonical: str) -> str:
        """Name the form that an answer's ``questionnaire`` means; empty when it is not at hand."""
        address, _, version = canonical.partition("|")
        for one in self.taken_in:
            if one.get("url") == address and version in ("", as_text(one.get("version"))):
                return str(one["id"])
        return form_of(canonical)

    def form(self, name: str) -> tuple[Form, Graph]:
        """Load a form with its graph. Raises ExpectedError for one that is gone or cannot be filled in."""
        held = next((one for one in self.taken_in if one["id"] == name), None)
        if held is None:
            return shipped_form(name)
        form = loaded(held, self.taken_in)
        return form, build_graph(form)

    def newest(self) -> Iterator[Resource]:
        """Walk the taken-in forms without those that a newer version stands for."""
        seen: set[str] = set()
        for one in self.taken_in:
            address = as_text(one.get("url"))
            if address not in seen:
                seen.add(address)
                yield one

    def offered(self) -> tuple[tuple[str, str], ...]:
        """List what a nurse may add to a visit as (name, title), by title."""
        shipped = ((name, as_text(form_resource(name).get("title"))) for name in form_ids())
        others = ((str(one["id"]), title_of(one)) for one in self.newest() if self.fits(one))
        found = [one for one in (*shipped, *others) if one[0] not in self.off]
        return tuple(sorted(found, key=lambda one: one[1].casefold()))

    def next_forms(self, form: Form) -> dict[str, NamedForm]:
        """Name by their address the forms that another asks for; those that are not offered are left out."""
        found = ((address, self.name_of(address)) for address in form.next_forms)
        return {address: NamedForm(name, self._title(name)) for address, name in found if self._on(name)}

    def _on(self, name: str) -> bool:
        return bool(name) and name not in self.off

    def _title(self, name: str) -> str:
        held = next((one for one in self.taken_in if one["id"] == name), None)
        return title_of(held or form_resource(name)).partition(" (")[0]

    def fits(self, resource: Resource) -> bool:
        """Say whether a form can be filled in."""
        try:
            loaded(resource, self.taken_in)
        except ExpectedError:
            return False
        return True

    def started(self, responses: Sequence[Resource]) -> tuple[str, ...]:
        """Name the forms that a visit's responses belong to."""
        named = (self.name_of(as_text(one.get("questionnaire"))) for one in responses)
        return tuple(name for name in named if name)


def shelf_of(records: Reading) -> Shelf:
    """Look at what is at hand now."""
    taken_in = sorted(records.all_of("Questionnaire"), key=_taken_in_at, reverse=True)
    names = (*form_ids(), *(str(one["id"]) for one in taken_in))
    off = {name for name in names if records.setting(retired_key(name))}
    waiting = {
        name
        for name in form_ids()
        if needs_permission(form_resource(name)) and permission_of(records, name) is None
    }
    return Shelf(tuple(taken_in), frozenset(off | waiting))


def title_of(resource: Resource) -> str:
    """Say what a Questionnaire is called."""
    return as_text(resource.get("title")) or as_text(resource.get("name")) or tr("Form without a title")


def _taken_in_at(resource: Resource) -> str:
    return as_text(resource.get("meta", {}).get("lastUpdated"))


def loaded(resource: Resource, others: Sequence[Resource] = ()) -> Form:
    """Load a form; the parts that it names may be shipped or taken in. Raises RefusedFormError."""
    parts = [write_json(one).decode() for one in others] if is_modular(resource) else []
    return _loaded(write_json(resource).decode(), tuple(parts))


@lru_cache(maxsize=_LOADED)
def _loaded(text: str, parts: tuple[str, ...]) -> Form:
    others: list[Resource] = [read_json(part) for part in parts]

    def form_at(address: str) -> Resource | None:
        url, _, version = address.partition("|")
        fits = (one for one in others if one.get("url") == url and version in ("", one.get("version", "")))
        return next(fits, None) or SHIPPED.form(address)

    return load(read_json(text), Library(SHIPPED.value_set, form_at))
