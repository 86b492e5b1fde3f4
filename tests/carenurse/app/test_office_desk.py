import pytest

from carenurse.app.office_desk import keep_office_key, office_key, people_called
from carenurse.app.ports import Records
from carenurse.errors import ExpectedError
from carenurse.exchange.sealing import office_keys
from tests.carenurse.app.visits import household


def test_the_key_is_kept_in_the_vault_without_its_spaces(records: Records) -> None:
    public = office_keys().public

    assert office_key(records) == ""
    assert keep_office_key(records, f"  {public}\n") == public
    assert office_key(records) == public


@pytest.mark.parametrize("typed", ["", "age1notakey", "ssh-rsa AAAA"])
def test_what_is_no_key_is_refused_and_not_kept(records: Records, typed: str) -> None:
    with pytest.raises(ExpectedError):
        keep_office_key(records, typed)

    assert office_key(records) == ""


def test_people_are_found_by_words_and_told_apart_by_their_birth_date(records: Records) -> None:
    household(records)

    assert [one.words for one in people_called(records, "delg")] == ["Delgado, Rosa, born 1947-03-14"]
    assert people_called(records, " ") == ()
