"""The forms library: what forms there are, what each needs and lacks, and what the agency decided."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from carenurse.app.chosen_file import read_chosen
from carenurse.app.content import form_ids, form_resource, is_score_only, needs_permission
from carenurse.app.form_shelf import (
    Permission,
    Shelf,
    loaded,
    permission_key,
    permission_of,
    permission_words,
    retired_key,
    shelf_of,
    title_of,
)
from carenurse.app.ports import Reading, Records
from carenurse.clinical.dates import parse_instant
from carenurse.clinical.fhir import Resource, kind_of, new_id, read_json, write_json
from carenurse.clinical.shapes import as_text
from carenurse.errors import ExpectedError
from carenurse.forms import urls
from carenurse.forms.elements import is_element, text_value
from carenurse.forms.form import Form
from carenurse.forms.support import Level
from carenurse.translations import tr

State = Literal["in-use", "off", "retired", "refused"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a form asks for and that is not done in full: what, why, and at how many questions."""

    feature: str
    why: str
    questions: int
    loses: bool
    """Whether the nurse sees less than the form's author meant; else it concerns nobody who fills it in."""


@dataclass(frozen=True, slots=True)
class LibraryForm:
    """One form of the list. ``taken_in``: since when it is here; None for one that comes with the program."""

    name: str
    title: str
    version: str
    state: State
    score_only: bool = False
    needs_permission: bool = False
    permission: Permission | None = None
    taken_in: datetime | None = None


@dataclass(frozen=True, slots=True)
class FormReport:
    """What a nurse should know of one form before she uses it; ``refusal`` says why it cannot be used."""

    form: LibraryForm
    refusal: str = ""
    remedy: str = ""
    questions: int = 0
    totals: int = 0
    supported: int = 0
    findings: tuple[Finding, ...] = ()
    use: str = ""
    limits: str = ""
    source: str = ""
    rights: str = ""
    versions: tuple[str, ...] = ()
    """Earlier versions that are kept for the answers given on them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form file that was opened and not taken in yet."""

    resource: Resource
    report: FormReport


def library(records: Reading) -> tuple[LibraryForm, ...]:
    """List every form at hand by title; of a taken-in form its newest version."""
    shelf = shelf_of(records)
    forms = (*(_shipped(records, shelf, name) for name in form_ids()), *_taken_in(shelf))
    return tuple(sorted(forms, key=lambda one: one.title.casefold()))


def report_on(records: Reading, name: str) -> FormReport:
    """Say what one form needs and lacks. Raises ExpectedError when it is gone."""
    shelf = shelf_of(records)
    listed = next((one for one in library(records) if one.name == name), None)
    if listed is None:
        raise ExpectedError(tr("This form is not on this laptop."), tr("Choose another one from the list."))
    return _report(listed, resource_of(shelf, name), shelf)


def resource_of(shelf: Shelf, name: str) -> Resource:
    """Find the Questionnaire of a form that is at hand."""
    held = next((one for one in shelf.taken_in if one["id"] == name), None)
    return held or form_resource(name)


def open_form_file(records: Reading, path: Path) -> Candidate:
    """Read a form file and look at it; nothing is kept. Raises ExpectedError for what is no form at all."""
    return looked_at(records, _parsed(path))


def looked_at(records: Reading, raw: Any) -> Candidate:
    """Look at a form that was read; one that cannot be filled in has its refusal in the report."""
    if not is_element(raw) or kind_of(raw) != "Questionnaire":
        raise ExpectedError(
            tr("This file is no form: it holds no FHIR Questionnaire."),
            tr("Choose the form's own file, in JSON. Records come in under Office."),
        )
    resource = _named(raw)
    shelf = shelf_of(records)
    listed = LibraryForm("", title_of(resource), as_text(resource.get("version")), "in-use")
    return Candidate(resource, _report(listed, resource, shelf))


def take_in(records: Records, candidate: Candidate, now: datetime) -> str:
    """Take a form into the library; gives its name. Earlier versions stay for the drafts begun on them.

    Raises ExpectedError when it cannot be filled in, is here already, or says the same version of something
    else than the form that is here.
    """
    if candidate.report.refusal:
        raise ExpectedError(candidate.report.refusal, candidate.report.remedy)
    resource = candidate.resource
    for one in shelf_of(records).taken_in:
        if (one.get("url"), one.get("version")) == (resource.get("url"), resource.get("version")):
            _refuse_again(one, resource)
    meta = {**_meta(resource), "lastUpdated": now.isoformat(timespec="milliseconds")}
    kept: Resource = {**resource, "id": new_id(), "meta": meta}
    with records.work() as work:
        work.put(kept, local=True)
        work.record("import", f"Questionnaire/{kept['id']}")
    return str(kept["id"])


def retire(records: Records, name: str, now: datetime) -> None:
    """Offer a form no more; answers and drafts on it stay as they are."""
    _decide(records, retired_key(name), now.isoformat(), name, "retired")


def bring_back(records: Records, name: str) -> None:
    """Offer a retired form again."""
    _decide(records, retired_key(name), "", name, "brought-back")


def give_permission(records: Records, name: str, who: str, note: str, now: datetime) -> None:
    """Keep that the agency says it holds permission for a form. Raises ExpectedError without a name."""
    if not who.strip():
        raise ExpectedError(
            tr("Who says that the agency holds the permission?"), tr("Write the name of that person.")
        )
    words = permission_words(Permission(who.strip(), now, note.strip()))
    _decide(records, permission_key(name), words, name, "permission-given")


def take_permission_back(records: Records, name: str) -> None:
    """Switch a form off that needs permission; answers given on it stay."""
    _decide(records, permission_key(name), "", name, "permission-taken-back")


def _decide(records: Records, setting: str, value: str, name: str, detail: str) -> None:
    with records.work() as work:
        work.set_setting(setting, value)
        work.record("update", f"Questionnaire/{name}", detail)


def _shipped(records: Reading, shelf: Shelf, name: str) -> LibraryForm:
    resource = form_resource(name)
    waits = needs_permission(resource)
    permission = permission_of(records, name) if waits else None
    retired = bool(records.setting(retired_key(name)))
    state: State = "retired" if retired else "off" if name in shelf.off else "in-use"
    return LibraryForm(
        name,
        title_of(resource),
        as_text(resource.get("version")),
        state,
        score_only=is_score_only(resource),
        needs_permission=waits,
        permission=permission,
    )


def _taken_in(shelf: Shelf) -> Iterator[LibraryForm]:
    for one in shelf.newest():
        name = str(one["id"])
        state: State = "retired" if name in shelf.off else "in-use" if shelf.fits(one) else "refused"
        since = parse_instant(as_text(_meta(one).get("lastUpdated")))
        yield LibraryForm(name, title_of(one), as_text(one.get("version")), state, taken_in=since)


def _report(listed: LibraryForm, resource: Resource, shelf: Shelf) -> FormReport:
    earlier = tuple(
        as_text(one.get("version"))
        for one in shelf.taken_in
        if one.get("url") == resource.get("url") and one.get("id") != listed.name and listed.name
    )
    base = FormReport(
        listed,
        use=text_value(resource, urls.USE) or as_text(resource.get("purpose")),
        limits=text_value(resource, urls.LIMITS),
        source=text_value(resource, urls.SOURCE) or as_text(resource.get("publisher")),
        rights=text_value(resource, urls.PERMISSION) or as_text(resource.get("copyright")),
        versions=earlier,
    )
    try:
        form = loaded(resource, shelf.taken_in)
    except ExpectedError as problem:
        refused = replace(listed, state="refused")
        return replace(base, form=refused, refusal=problem.sentence, remedy=problem.remedy)
    return replace(
        base,
        questions=sum(1 for item in form.questions if not (item.calculated or item.hidden)),
        totals=len(form.scores),
        supported=sum(1 for one in form.report.features if one.level is Level.FULL),
        findings=_findings(form),
    )


def _findings(form: Form) -> tuple[Finding, ...]:
    told = (
        Finding(one.name, one.why, len(one.items), one in form.report.degraded)
        for one in form.report.features
        if one.level is not Level.FULL
    )
    return tuple(sorted(told, key=lambda one: (not one.loses, one.feature)))


def _meta(resource: Resource) -> Resource:
    held = resource.get("meta")
    return held if is_element(held) else {}


def _parsed(path: Path) -> Any:
    try:
        return read_json(read_chosen(path))
    except ValueError:
        raise ExpectedError(
            tr("The file “{name}” is not JSON.", name=path.name), tr("Ask for it again where it came from.")
        ) from None


def _named(raw: Resource) -> Resource:
    """Give a form an address and a version where it has none, so that its answers can name it."""
    digest = sha256(write_json(raw)).hexdigest()
    named = dict(raw)
    if not as_text(named.get("url")):
        named["url"] = f"urn:carenurse:taken-in:{as_text(raw.get('id')) or digest[:16]}"
    if not as_text(named.get("version")):
        named["version"] = f"sha256-{digest[:12]}"
    return named


def _refuse_again(held: Resource, resource: Resource) -> None:
    same = _content(held) == _content(resource)
    if same:
        raise ExpectedError(tr("This form is here already."), tr("Find it in the list."))
    raise ExpectedError(
        tr("A form with this address and version is here already, and this file is not the same."),
        tr("Ask its author for a version number of its own. Nothing was taken in."),
    )


def _content(resource: Resource) -> dict[str, Any]:
    return {key: one for key, one in resource.items() if key not in ("id", "meta")}


def state_words(form: LibraryForm) -> str:
    """Say how a form stands, in a few words."""
    match form.state:
        case "off":
            return tr("Off: needs your agency's permission")
        case "retired":
            return tr("Retired")
        case "refused":
            return tr("Cannot be filled in")
        case _:
            return tr("In use, with permission") if form.permission else tr("In use")
