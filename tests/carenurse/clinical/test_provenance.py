from decimal import Decimal

from carenurse.clinical.fhir import read_json
from carenurse.clinical.provenance import canonical_digest


def test_the_same_content_has_the_same_digest_whatever_the_order_and_the_server_say() -> None:
    one = read_json('{"resourceType": "Composition", "id": "1", "meta": {"versionId": "1"}, "n": 72.50}')
    other = read_json('{"n": 72.50, "id": "1", "resourceType": "Composition"}')

    assert canonical_digest(one) == canonical_digest(other)


def test_one_digit_more_is_another_content() -> None:
    assert canonical_digest({"n": Decimal("72.5")}) != canonical_digest({"n": Decimal("72.50")})


def test_a_number_and_its_text_are_different_content() -> None:
    assert canonical_digest({"n": 7}) != canonical_digest({"n": "7"})
