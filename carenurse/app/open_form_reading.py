"""What stood in an open form, read whole: every field, whatever its shape, by its label or its bare name."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from carenurse.app.answer_lines import answer_lines
from carenurse.app.content import form_at
from carenurse.app.open_form_values import Find, Values
from carenurse.app.open_form_words import labels_of
from carenurse.app.plain_facts import Line
from carenurse.clinical.fhir import Resource, read_json
from carenurse.clinical.shapes import as_object, as_objects, as_text
from carenurse.clinical.titles import title_of
from carenurse.translations import tr

Path = tuple[str, ...]


def form_lines(place: str, held: Mapping[str, Any], find: Find) -> Iterator[Line]:
    """Say every field in which something stands; ``find`` looks up what ids name."""
    labels = labels_of(place, held)
    values = Values(place, as_text(held.get("form")), find)
    for path, value in _walk(held, ()):
        named, key = _known(labels, path)
        label = labels.get(named, path[-1])
        if not label:
            continue
        if place == "forms" and named in ("file", "trial.answers"):
            yield from _whole_resource(label, value)
        elif words := values.said(named, value):
            about = values.key(named, key) if key else ""
            yield tr("{about}: {label}", about=about, label=label) if about else label, words


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Walk to everything that is no object and no list of such; a list of words stays one."""
    if isinstance(value, dict):
        for name, inner in cast("dict[str, Any]", value).items():
            yield from _walk(inner, (*path, str(name)))
    elif isinstance(value, list) and any(isinstance(one, (dict, list)) for one in cast("list[Any]", value)):
        for inner in cast("list[Any]", value):
            yield from _walk(inner, path)
    elif path:
        yield path, value


def _known(labels: Mapping[str, str], path: Path) -> tuple[str, str]:
    """Find the path under which a field is labeled, and the key that stands for its ``*``."""
    exact = ".".join(path)
    if exact in labels:
        return exact, ""
    for at, key in enumerate(path):
        pattern = ".".join((*path[:at], "*", *path[at + 1 :]))
        if pattern in labels:
            return pattern, key
    return exact, ""


def _whole_resource(label: str, value: Any) -> Iterator[Line]:
    """Say a resource that a form holds as JSON: a form file by its title, a trial by its answers."""
    read: Resource = {}
    try:
        read = as_object(read_json(str(value))) if value else read
    except ValueError:
        yield label, str(value)
    if read.get("resourceType") == "QuestionnaireResponse":
        form = form_at(as_text(read.get("questionnaire")))
        yield from answer_lines(as_objects(read.get("item")), form)
    elif read:
        yield label, title_of(read)
