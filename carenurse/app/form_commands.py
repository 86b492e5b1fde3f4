"""``carenurse form check`` and ``carenurse form fill``: what the engine makes of any form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from carenurse.app.content import SHIPPED, form_ids, form_resource
from carenurse.clinical.fhir import Resource, kind_of, read_json
from carenurse.errors import ExpectedError
from carenurse.forms.elements import is_element, objects, value_and_type
from carenurse.forms.extraction import unmade
from carenurse.forms.form import Form
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.refusals import RefusedFormError
from carenurse.forms.session import Context, Session
from carenurse.translations import tr

_LARGEST_FILE = 64_000_000
_MOST_WORK = 3_000_000
"""Steps of all calculations of one filling together (some seconds): beyond lies no real form."""


@dataclass(frozen=True, slots=True)
class FillResult:
    """A filled form: the response, and what is wrong or worth knowing.

    ``completed`` says whether the response could be completed; otherwise it is in progress and ``issues``
    (ready for JSON) tell why: ``severity`` "error" forbids completing, "warning" does not.
    """

    response: Resource
    issues: tuple[Mapping[str, Any], ...]
    completed: bool


def check(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Say for each file whether it loads as a form, what it uses, what is not done in full. Never raises."""
    return [_checked(path) for path in paths]


def _checked(path: Path) -> dict[str, Any]:
    report: dict[str, Any] = {"file": str(path)}
    try:
        form = load(_read(path), SHIPPED)
    except ExpectedError as problem:
        return {**report, "loads": False, **_refused(problem)}
    return {
        **report,
        "loads": True,
        "refused": None,
        "title": form.title,
        "url": form.url,
        "version": form.version,
        "scores": [rule.link for rule in form.scores],
        **form.report.as_json(),
    }


def _refused(problem: ExpectedError) -> dict[str, Any]:
    """Say why a form is refused, and which row of the support table says so, if one does."""
    feature = problem.feature if isinstance(problem, RefusedFormError) else ""
    nothing: list[str] = []
    named = [{"feature": feature, "why": problem.sentence, "items": nothing}] if feature else []
    return {"refused": problem.sentence, "remedy": problem.remedy, "refused_features": named}


def _read(path: Path) -> Any:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise ExpectedError(
                tr("The file “{name}” is too large for a form.", name=path.name), tr("Choose another file.")
            )
        return read_json(path.read_bytes())
    except OSError:
        raise ExpectedError(
            tr("The file “{name}” cannot be read.", name=path.name), tr("Check that it is there.")
        ) from None
    except ValueError as problem:
        if "nested too deeply" in str(problem):
            raise ExpectedError(
                tr("The file “{name}” is nested too deeply for a form.", name=path.name),
                tr("Ask its author for a flatter form."),
            ) from None
        raise ExpectedError(
            tr("The file “{name}” is not JSON: {detail}.", name=path.name, detail=str(problem)),
            tr("Ask for it again where it came from."),
        ) from None


def fill(form: Path, answers: Path, context: Path | None, now: datetime) -> FillResult:
    """Fill a form from files.

    ``form`` is a Questionnaire file, or the id of a form that comes with the program. ``answers`` is a
    QuestionnaireResponse or ``{linkId: [answer, ...]}``. ``context`` is a Bundle (or one resource) with the
    Patient, the Encounter and the Practitioner. Raises ExpectedError for what cannot be read or does not
    belong together.
    """
    shipped = not form.exists() and str(form) in form_ids()
    loaded = load(form_resource(str(form)) if shipped else _read(form), SHIPPED)
    return fill_from(loaded, _read(answers), _read(context) if context else None, now)


def fill_from(form: Form, answers: Any, context: Any, now: datetime) -> FillResult:
    """Fill a loaded form from JSON that is already read; as ``fill``."""
    if not is_element(answers):
        raise ExpectedError(tr("The answers are neither a QuestionnaireResponse nor a list by linkId."))
    given: Resource = answers
    surroundings = _context(context)
    issues: list[Mapping[str, Any]] = []
    if kind_of(given) == "QuestionnaireResponse":
        _refuse_other_form(form, given)
        session = Session(form, given, surroundings, now, allowance=_MOST_WORK)
    else:
        session = Session(form, None, surroundings, now, allowance=_MOST_WORK)
        _answer_all(session, given)
    issues.extend(_issues(session))
    completed = session.completion().may_complete
    status = "completed" if completed else "in-progress"
    response = session.to_response(status, authored=None if given.get("authored") else now)
    return FillResult(response, tuple(issues), completed)


def _refuse_other_form(form: Form, response: Resource) -> None:
    named = str(response.get("questionnaire") or "")
    address, _, version = named.partition("|")
    if address and form.url and address != form.url and not address.endswith(f"Questionnaire/{form.id}"):
        raise ExpectedError(
            tr("The answers belong to another form: “{address}”.", address=address),
            tr("Give the form they were made on."),
        )
    if version and form.version and version != form.version:
        raise ExpectedError(
            tr("The answers belong to version {version} of the form.", version=version),
            tr("Give that version of the form."),
        )


def _answer_all(session: Session, given: Resource) -> None:
    fitting: dict[Place, Sequence[Resource]] = {}
    for link, listed in given.items():
        answers = objects(listed if isinstance(listed, list) else [listed])
        count = len(cast("list[Any]", listed)) if isinstance(listed, list) else 1
        if len(answers) != count or any(value_and_type(answer) is None for answer in answers):
            raise ExpectedError(
                tr("The answer to “{link}” is not written as FHIR writes answers.", link=link),
                tr("Write it like {example}.", example='{"valueInteger": 3}'),
            )
        fitting[Place(link)] = answers
    session.answer_all(fitting)


def _issues(session: Session) -> Iterable[Mapping[str, Any]]:
    for place in session.open_items():
        yield _issue("error", "required", place, tr("This question must be answered."))
    for problem in session.problems():
        severity = "warning" if problem.warning else "error"
        yield _issue(severity, problem.code, problem.place, problem.sentence)
    if session.completion().may_complete:
        yield from _issues_of_completed(session)
    for place in session.places(hidden=True):
        if trouble := session.trouble(place):
            yield _issue("warning", "calculation", place, trouble)
    for place in session.unasked():
        yield _issue(
            "warning",
            "not-asked",
            place,
            tr("The question is not asked after the other answers; its answer is left out."),
        )


def _issues_of_completed(session: Session) -> Iterable[Mapping[str, Any]]:
    """Say what a form that may be completed still leaves to do, or does without."""
    if session.form.signatures:
        said = tr("The form asks for a signature; the visit's signature gives it.")
        yield _issue("warning", "signature", Place(""), said)
    if why := unmade(session):
        said = tr("A record that the form asks for cannot be made: {why}", why=why)
        yield _issue("warning", "extraction", Place(""), said)
    for place in session.places(hidden=True):
        if waits := session.awaited(place):
            yield _issue("warning", "no-total", place, tr("No total is given: {count}.", count=waits))


def _issue(severity: str, code: str, place: Place, sentence: str) -> Mapping[str, Any]:
    return {
        "severity": severity,
        "code": code,
        "linkId": place.link,
        "at": list(place.at),
        "sentence": sentence,
    }


def _context(context: Any) -> Context:
    """Take the people and the visit out of a Bundle, or out of one resource."""
    if context is None:
        return Context()
    whole: Resource = context if is_element(context) else {}
    entries = [entry.get("resource") for entry in objects(whole.get("entry"))]
    kinds = {kind_of(one): one for one in reversed([*objects(entries), whole])}
    record: dict[str, list[Resource]] = {}
    for one in [*objects(entries), whole]:
        record.setdefault(kind_of(one), []).append(one)
    return Context(
        patient=kinds.get("Patient"),
        encounter=kinds.get("Encounter"),
        user=kinds.get("Practitioner"),
        record=record,
    )
