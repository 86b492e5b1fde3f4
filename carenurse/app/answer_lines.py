"""Questions and the answers to them as lines, for whoever reads them without the form they stood in."""

from collections.abc import Iterable, Iterator

from carenurse.app.plain_facts import Line
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_objects, as_text
from carenurse.forms.answers import words_of
from carenurse.forms.form import Form


def answer_lines(items: Iterable[Resource], form: Form | None) -> Iterator[Line]:
    """Walk questions with the answers to them, those below an answer too; ``form`` knows their words."""
    for item in items:
        asked = form.index.get(as_text(item.get("linkId"))) if form else None
        question = as_text(item.get("text")) or (asked.text if asked else as_text(item.get("linkId")))
        given = as_objects(item.get("answer"))
        said = [words for one in given if (words := words_of(one, asked))]
        if said:
            yield question, ", ".join(said)
        below = [inner for one in given for inner in as_objects(one.get("item"))]
        yield from answer_lines([*as_objects(item.get("item")), *below], form)
