"""What fuzzing found, each as it was found: taken or refused in a sentence, never an error of ours."""

from contextlib import suppress
from typing import Any

import pytest

from carenurse.app.form_commands import fill_from
from carenurse.errors import ExpectedError
from carenurse.exchange.refusing import RefusedFileError
from carenurse.exchange.sealing import office_keys, seal, unseal
from carenurse.forms.loading import load
from tests.made_vault import NOW

ODD: tuple[Any, ...] = ([], {}, [{}], 7, None)


def filled(form: dict[str, Any], answers: dict[str, Any]) -> None:
    with suppress(ExpectedError):
        fill_from(load(form), answers, None, NOW)


def form_with(**more: Any) -> dict[str, Any]:
    item = {"linkId": "1", "text": "One", "type": "string", **more.pop("item", {})}
    return {"resourceType": "Questionnaire", "status": "active", "item": [item], **more}


@pytest.mark.parametrize("odd", ODD)
def test_a_form_with_an_address_or_type_that_is_no_text_is_taken_or_refused(odd: Any) -> None:
    filled(form_with(extension=[{"url": odd, "valueString": "x"}]), {})
    filled(form_with(item={"type": odd}), {})
    option = {"valueString": "a", "extension": [{"url": odd, "valueDecimal": 1}]}
    filled(form_with(item={"type": "choice", "answerOption": [option]}), {})
    filled(form_with(item={"code": [{"code": odd, "system": odd}]}), {})


@pytest.mark.parametrize("odd", ODD)
def test_answers_of_an_odd_shape_are_taken_or_refused(odd: Any) -> None:
    response = {"resourceType": "QuestionnaireResponse", "status": "completed"}
    filled(form_with(), {**response, "item": [{"linkId": odd, "answer": [{"valueString": "x"}]}]})
    answer = {"valueString": "x", "extension": odd}
    filled(form_with(), {**response, "item": [{"linkId": "1", "answer": [answer]}]})


@pytest.mark.parametrize("inserted", [b"9" * 100_000, b"[" * 40_000, b"9\n" * 40_000])
def test_a_parcel_with_an_endless_header_is_refused_before_the_slow_reader_sees_it(inserted: bytes) -> None:
    keys = office_keys()
    sealed = seal(b"{}", keys.public)
    hurt = sealed[:40] + inserted + sealed[40:]

    with pytest.raises(RefusedFileError):
        unseal(hurt, keys.secret)
    assert unseal(sealed, keys.secret) == b"{}"


def test_an_armored_parcel_that_is_no_base64_is_refused() -> None:
    keys = office_keys()

    with pytest.raises(RefusedFileError):
        unseal(
            b"-----BEGIN AGE ENCRYPTED FILE-----\n\xff\xfe\n-----END AGE ENCRYPTED FILE-----\n", keys.secret
        )
