"""What came from another system goes back as it came, whatever is in it."""

from copy import deepcopy
from dataclasses import fields, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, get_type_hints

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from carenurse.clinical.altered import is_altered
from carenurse.clinical.coding import Coding, Concept, Identifier
from carenurse.clinical.contact import Address, ContactPoint
from carenurse.clinical.dates import Moment, PartialDate
from carenurse.clinical.fhir import Resource, write_json
from carenurse.clinical.names import PersonName
from carenurse.clinical.own_limit import Span
from carenurse.clinical.problem import Rating
from carenurse.clinical.shapes import as_list
from tests.carenurse.clinical.nouns import NOUNS, Noun
from tests.carenurse.clinical.strategies import ANYTHING, FOREIGN, nasty, proper

EACH_NOUN = pytest.mark.parametrize("noun", NOUNS, ids=str)
PATIENCE = settings(
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

NEW: dict[Any, Any] = {
    str: "changed",
    bool: True,
    bool | None: True,
    Decimal | None: Decimal("72.50"),
    Moment | None: Moment("2026-03-01T08:00:00-05:00"),
    PartialDate | None: PartialDate(2026, 3),
    datetime | None: datetime(2026, 3, 1, 8, tzinfo=UTC),
    PersonName: PersonName(("Ada",), "Sample"),
    Address: Address(("1 Nowhere Ln",), "Nullville"),
    Rating: Rating(2, 3, 4),
    Span: Span(Decimal(90), Decimal(140), "mm[Hg]"),
    tuple[str, ...]: ("x1", "x2"),
    tuple[ContactPoint, ...]: (ContactPoint("phone", "555-0100", "home"),),
    tuple[Identifier, ...]: (Identifier("urn:test", "7", "MR"),),
    tuple[Coding, ...]: (Coding("urn:test", "c", "d"),),
    tuple[Concept, ...]: (Concept("sign", (Coding("urn:test", "c"),)),),
}
SPECIAL: dict[str, Any] = {
    "omaha": "PB0042",
    "category": "TP",
    "unit": None,
    "kind": None,
    "members": None,
    "components": None,
    "sections": None,
}


def choice_stem(name: str) -> str:
    stems = (
        "value",
        "onset",
        "abatement",
        "effective",
        "performed",
        "occurrence",
        "deceased",
        "start",
        "due",
    )
    return next((stem for stem in stems if name.lstrip("_").startswith(stem)), name)


@EACH_NOUN
@PATIENCE
@given(data=st.data())
def test_an_unchanged_value_writes_the_very_resource_it_was_read_from(
    noun: Noun, data: st.DataObject
) -> None:
    resource = data.draw(nasty(noun.kind, near=noun.elements))
    before = deepcopy(resource)

    written = noun.module.encode(noun.module.decode(resource), onto=resource)

    assert write_json(written) == write_json(before)
    assert resource == before


@EACH_NOUN
@PATIENCE
@given(held=st.dictionaries(st.sampled_from(["id", "code", "subject", "name", "extension", "x"]), ANYTHING))
def test_any_object_at_all_is_read_without_a_crash_and_written_back(noun: Noun, held: Resource) -> None:
    assert noun.module.encode(noun.module.decode(held), onto=held) == held


@EACH_NOUN
@PATIENCE
@given(data=st.data())
def test_a_value_written_afresh_says_the_same(noun: Noun, data: st.DataObject) -> None:
    value = noun.module.decode(data.draw(proper(noun.kind, near=noun.elements)))

    made = noun.module.encode(value)
    again = noun.module.encode(noun.module.decode(made), onto=made)

    assert again == made
    assert made["resourceType"] == noun.kind


@EACH_NOUN
@PATIENCE
@given(data=st.data())
def test_a_changed_fact_is_read_back_and_touches_only_the_elements_that_carry_it(
    noun: Noun, data: st.DataObject
) -> None:
    resource = data.draw(nasty(noun.kind, near=noun.elements))
    value = noun.module.decode(resource)
    assume(len([one for one in resource if one.startswith("value")]) <= 1)  # FHIR has one value[x] at most
    hints = get_type_hints(noun.value)
    name = data.draw(st.sampled_from([one.name for one in fields(noun.value)]))
    assume(not shares_its_element(value, name))
    assume((noun.value.__name__, name) != ("Medicine", "told_at_home"))  # medicine_told writes it
    assume(name != "altered" and not is_altered(resource))  # its words are read with a warning
    old = getattr(value, name)
    new = not old if hints[name] is bool else SPECIAL.get(name, NEW.get(hints[name]))
    new = "TG0031" if (name, noun.kind) == ("target", "ServiceRequest") else new
    if new is None or new == old:
        return
    assume(
        (name, getattr(value, "no_known", False)) != ("codings", True)
    )  # what it says none of goes with it
    other = not new if hints[name] is bool else getattr(noun.blank, name)
    carriers = changed_names(
        *(noun.module.encode(replace(noun.blank, **{name: one})) for one in (other, new))
    )

    written = noun.module.encode(replace(value, **{name: new}), onto=resource)

    assert getattr(noun.module.decode(written), name) == new
    allowed = {choice_stem(one) for one in carriers} | {"medicationReference", "contained"}
    allowed |= {"verificationStatus"} if (noun.kind, name) == ("AllergyIntolerance", "active") else set()
    assert {choice_stem(one) for one in changed_names(resource, written)} <= allowed
    assert foreign(resource) == foreign(written)


def shares_its_element(value: Any, name: str) -> bool:
    """Say whether another fact of the value speaks of the same element, so that one alone cannot change.

    A problem's Omaha code is one of its codings; what was said instead of a number has no place beside one.
    """
    if name == "codings":
        return bool(getattr(value, "omaha", ""))
    return name == "said" and getattr(value, "value", None) is not None


def changed_names(before: Resource, after: Resource) -> set[str]:
    return {name for name in before | after if before.get(name) != after.get(name)}


def foreign(resource: Resource) -> list[Any]:
    return [one for one in as_list(resource.get("extension")) if FOREIGN in str(one)]
