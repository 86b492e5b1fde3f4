"""What loads, what is refused, and what is said about the rest."""

from typing import Any

import pytest

from carenurse.clinical.fhir import Resource, write_json
from carenurse.forms import urls
from carenurse.forms.form import Unit
from carenurse.forms.loading import load
from carenurse.forms.refusals import RefusedFormError
from tests.carenurse.forms.made import calculated, choice, expression, form, item


def condition(question: str) -> list[Resource]:
    return [{"question": question, "operator": "exists", "answerBoolean": True}]


def nested(levels: int) -> Resource:
    inner = item("leaf")
    for level in range(levels):
        inner = item(f"g{level}", "group", item=[inner])
    return inner


CRITICAL = urls.SDC + "rendering-criticalExtension"
REFUSED: dict[str, tuple[Any, str]] = {
    "no object": ([], "not a FHIR Questionnaire"),
    "another resource": ({"resourceType": "Patient"}, "not a FHIR Questionnaire"),
    "items that are no list": ({"resourceType": "Questionnaire", "item": {"linkId": "a"}}, "not a list"),
    "no linkId": (form(item("a"), {"type": "string"}), "Question 2 of the form has no linkId"),
    "one linkId twice": (form(item("a"), item("g", "group", item=[item("a")])), "share the linkId “a”"),
    "an unknown type": (form(item("a", "hologram")), "unknown type “hologram”"),
    "no type": (form({"linkId": "a"}), "unknown type"),
    "a type of R5": (form(item("a", "coding")), "R5"),
    "a member of R5": (form(item("a", disabledDisplay="hidden")), "R5"),
    "choices of STU3": (form(item("a", "choice", option=[{"valueCoding": {"code": "x"}}])), "STU3"),
    "a condition of STU3": (
        form(item("a"), item("b", enableWhen=[{"question": "a", "hasAnswer": True}])),
        "STU3",
    ),
    "an unknown modifier": (
        form(modifierExtension=[{"url": "urn:t:changes-all"}]),
        "“urn:t:changes-all” must be",
    ),
    "an unknown modifier on a question": (
        form(item("a", modifierExtension=[{"url": "urn:t:x"}])),
        "must be understood",
    ),
    "an unknown modifier on a choice": (
        form(
            item(
                "a", "choice", answerOption=[{"valueString": "x", "modifierExtension": [{"url": "urn:t:x"}]}]
            )
        ),
        "must be understood",
    ),
    "rules that nobody here knows": (form(implicitRules="urn:t:rules"), "“urn:t:rules” must be understood"),
    "a critical extension": (
        form(extension=[{"url": CRITICAL, "valueUri": "urn:t:mind"}]),
        "“urn:t:mind” must be",
    ),
    "a critical extension as a modifier": (
        form(
            modifierExtension=[
                {"url": CRITICAL, "valueCanonical": urls.SDC + "sdc-questionnaire-targetStructureMap"}
            ]
        ),
        "“targetStructureMap” must be",
    ),
    "a condition on nothing": (
        form(item("a", enableWhen=condition("zz"))),
        "“a” depends on a question that is not",
    ),
    "conditions in a circle": (
        form(item("a", enableWhen=condition("b")), item("b", enableWhen=condition("a"))),
        "depends on its own answer",
    ),
    "a condition on itself": (form(item("a", enableWhen=condition("a"))), "depends on its own answer"),
    "too deep": (form(nested(500)), "levels deep"),
    "too many": (form(*(item(str(number)) for number in range(10_001))), "more than 10000 questions"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_form_that_cannot_be_filled_in_faithfully_is_refused_in_one_sentence(name: str) -> None:
    resource, words = REFUSED[name]
    with pytest.raises(RefusedFormError) as refusal:
        load(resource)
    assert words in refusal.value.sentence
    assert refusal.value.remedy
    assert "\n" not in str(refusal.value)


def test_a_critical_extension_that_is_understood_does_not_stop_the_form() -> None:
    loaded = load(form(item("a"), modifierExtension=[{"url": CRITICAL, "valueCanonical": urls.HIDDEN}]))
    assert list(loaded.index) == ["a"]


JUNK: list[Resource] = [
    {"item": [None, 3, "x"]},
    {"title": 5, "url": [], "version": {}},
    {"extension": "x", "contained": 7, "code": 1},
    {"item": [{"linkId": "a", "type": "choice", "answerOption": {"x": 1}, "extension": [None]}]},
    {"item": [{"linkId": "a", "type": "string", "text": 7, "prefix": [], "maxLength": "x", "initial": 3}]},
    {
        "item": [
            {
                "linkId": "a",
                "type": "quantity",
                "extension": [{"url": urls.UNIT_OPTION, "valueCoding": 5}],
            }
        ]
    },
    {
        "item": [
            {
                "linkId": "a",
                "type": "integer",
                "extension": [{"url": urls.CALCULATED, "valueExpression": 5}],
            }
        ]
    },
    {
        "item": [
            {
                "linkId": "a",
                "type": "integer",
                "extension": [{"url": urls.CALCULATED, "valueExpression": {"expression": 5}}],
            }
        ]
    },
    {"item": [{"linkId": "a", "type": "group", "item": {"linkId": "b"}}]},
]


@pytest.mark.parametrize("junk", JUNK)
def test_wrong_kinds_of_json_never_crash_the_loader(junk: Resource) -> None:
    loaded = load({"resourceType": "Questionnaire", "status": "draft", "url": "urn:t", **junk})
    assert loaded.title


def test_an_item_is_read_with_all_that_stands_on_it() -> None:
    raw = item(
        "w",
        "quantity",
        prefix="3.",
        required=True,
        maxLength=9,
        _text={
            "extension": [
                {
                    "url": urls.TRANSLATION,
                    "extension": [
                        {"url": "lang", "valueCode": "es"},
                        {"url": "content", "valueString": "Peso"},
                    ],
                }
            ]
        },
        code=[{"system": "http://loinc.org", "code": "29463-7"}],
        extension=[
            {"url": urls.UNIT_OPTION, "valueCoding": {"code": "kg", "display": "kg"}},
            {"url": urls.UNIT_OPTION, "valueCoding": {"code": "[lb_av]", "display": "lb"}},
            {"url": urls.SHORT_TEXT, "valueString": "Wt"},
            {"url": urls.MAX_DECIMALS, "valueInteger": 1},
            {"url": urls.OBSERVATION_EXTRACT, "valueBoolean": True},
            {"url": urls.NEVER_CARRY, "valueBoolean": True},
        ],
        item=[
            {
                "linkId": "w-help",
                "type": "display",
                "text": "Same scale",
                "extension": [
                    {"url": urls.ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"code": "help"}]}}
                ],
            }
        ],
    )
    read = load(form(raw)).index["w"]
    assert (read.prefix, read.required, read.short, read.decimals, read.help) == (
        "3.",
        True,
        "Wt",
        1,
        "Same scale",
    )
    assert read.all_units == (Unit("kg", "kg"), Unit("[lb_av]", "lb"))
    assert (read.said("es"), read.said("es-MX"), read.said("fr")) == ("Peso", "Peso", "Question w")
    assert (read.extract, read.never_carry) == ("observation", True)
    assert read.raw is raw


@pytest.mark.parametrize("place", ["option", "coding"])
@pytest.mark.parametrize("name", ["ordinalValue", "itemWeight"])
def test_the_score_of_an_option_is_found_under_both_names_and_in_both_places(name: str, place: str) -> None:
    scored = {"extension": [{"url": urls.FHIR + name, "valueDecimal": 5}]}
    option: Resource = {"valueCoding": {"code": "x"}}
    (option if place == "option" else option["valueCoding"]).update(scored)
    assert load(form(item("a", "choice", answerOption=[option]))).index["a"].options[0].score == 5


def test_choices_of_a_contained_value_set_are_offered() -> None:
    value_set = {
        "resourceType": "ValueSet",
        "id": "yn",
        "compose": {
            "include": [{"system": "urn:t", "concept": [{"code": "y", "display": "Yes"}, {"code": "n"}]}]
        },
    }
    loaded = load(form(item("a", "choice", answerValueSet="#yn"), contained=[value_set]))
    assert [(option.code, option.system, option.text) for option in loaded.index["a"].options] == [
        ("y", "urn:t", "Yes"),
        ("n", "urn:t", "n"),
    ]
    assert loaded.report.degraded == ()


def degraded(resource: Resource) -> dict[str, str]:
    return {feature.name: feature.why for feature in load(resource).report.degraded}


def test_the_report_names_what_is_not_done_in_full_and_why() -> None:
    raw = form(
        item("vs", "choice", answerValueSet="http://example.org/vs"),
        calculated("a", "integer", "foo()"),
        calculated("b", "integer", "%nobody + 1"),
        item(
            "c",
            extension=[
                {"url": urls.CALCULATED, "valueExpression": {"language": "text/cql", "expression": "x"}}
            ],
        ),
        item("d", extension=[{"url": urls.REGEX, "valueString": "("}]),
        item("e", "reference"),
    )
    found = degraded(raw)
    assert set(found) == {"answerValueSet", "calculatedExpression", "regex"}
    whys = [feature.why for feature in load(raw).report.degraded if feature.name == "calculatedExpression"]
    assert any("foo()" in why for why in whys)
    assert any("%nobody" in why for why in whys)
    assert any("text/cql" in why for why in whys)


def test_a_name_given_twice_on_one_item_is_an_error() -> None:
    twice = [expression(urls.VARIABLE, "1", "x"), expression(urls.VARIABLE, "2", "x")]
    assert "defined twice" in degraded(form(calculated("a", "integer", "%x", *twice)))["variable"]


def test_a_form_without_status_or_url_loads_and_says_so() -> None:
    assert set(degraded({"resourceType": "Questionnaire", "item": [item("a")]})) == {"status", "url"}


def test_unknown_extensions_are_kept_and_reported_as_doing_nothing() -> None:
    loaded = load(form(item("a", extension=[{"url": "urn:t:glitter", "valueBoolean": True}])))
    assert [(one.name, one.level) for one in loaded.report.features if one.name == "urn:t:glitter"] == [
        ("urn:t:glitter", "ignored")
    ]


def test_loading_leaves_the_resource_as_it_was() -> None:
    raw = form(choice("a", {"x": 1, "y": 2}), calculated("t", "integer", "1 + 1"))
    before = write_json(raw)
    load(raw)
    assert write_json(raw) == before


def test_five_thousand_items_with_expression_bombs_load() -> None:
    bomb = " + ".join(["%resource.descendants().descendants().count()"] * 40)
    many = [calculated(str(number), "integer", bomb) for number in range(200)]
    many += [
        item(f"x{number}", enableWhen=condition(f"x{number - 1}") if number else [])
        for number in range(4_800)
    ]
    assert len(load(form(*many)).index) == 5_000
