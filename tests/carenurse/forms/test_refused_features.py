"""What is never done, on purpose: each is told with its sentence, and the form lives without it."""

import pytest

from carenurse.forms import urls
from carenurse.forms.loading import load
from carenurse.forms.support import Level, SupportReport
from tests.carenurse.forms.filling import session
from tests.carenurse.forms.made import form, item


def refused(report: SupportReport) -> dict[str, str]:
    return {one["feature"]: one["why"] for one in report.as_json()["refused_features"]}


@pytest.mark.feature("population by StructureMap")
@pytest.mark.feature("extraction by StructureMap")
@pytest.mark.feature("lookupQuestionnaire")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sourceStructureMap", "answered by hand"),
        ("targetStructureMap", "Observations are made"),
        ("lookupQuestionnaire", "searched by words instead"),
    ],
)
def test_what_is_never_done_is_refused_in_the_report_and_the_form_is_filled_all_the_same(
    name: str, words: str
) -> None:
    extension = {"url": f"{urls.SDC}sdc-questionnaire-{name}", "valueCanonical": "http://example.org/map"}
    loaded = load(form(item("q", extension=[extension])))
    assert words in refused(loaded.report)[name]
    assert [one.level for one in loaded.report.degraded] == [Level.REFUSED]
    made = session(item("q", extension=[extension]))
    made.type_in("q", "typed by hand")
    assert made.to_response("completed")["status"] == "completed"


@pytest.mark.feature("CQL and other expression languages")
@pytest.mark.parametrize("language", ["text/cql", "text/cql-identifier", "text/javascript"])
def test_an_expression_in_another_language_is_refused_on_its_item_and_never_a_zero(language: str) -> None:
    value = {"language": language, "expression": "Sum(x)"}
    total = item(
        "t", "integer", extension=[{"url": urls.CALCULATED, "valueExpression": value}], readOnly=True
    )
    made = session(total)
    assert made.answers("t") == ()
    assert language in made.trouble("t")
    assert language in refused(made.form.report)["calculatedExpression"]


@pytest.mark.feature("value sets that are nowhere at hand")
def test_a_list_that_is_nowhere_at_hand_is_told_and_no_server_is_asked() -> None:
    server = {
        "url": urls.SDC + "sdc-questionnaire-preferredTerminologyServer",
        "valueUrl": "https://example.org",
    }
    loaded = load(form(item("q", "choice", answerValueSet="urn:nowhere", extension=[server])))
    whys = {one.name: one.why for one in loaded.report.degraded}
    assert "no server is asked" in whys["preferredTerminologyServer"]
    assert "the answer is typed" in whys["answerValueSet"]


@pytest.mark.parametrize(("count", "offered"), [(3_000, 3_000), (20_001, 0)])
def test_a_very_long_list_is_offered_whole_or_not_at_all(count: int, offered: int) -> None:
    concepts = [{"code": f"c{number}", "display": f"Choice {number}"} for number in range(count)]
    held = {
        "resourceType": "ValueSet",
        "id": "vs",
        "compose": {"include": [{"system": "urn:t", "concept": concepts}]},
    }
    loaded = load(form(item("q", "choice", answerValueSet="#vs"), contained=[held]))
    assert len(loaded.index["q"].options) == offered
    assert bool(loaded.report.degraded) is (offered == 0)
