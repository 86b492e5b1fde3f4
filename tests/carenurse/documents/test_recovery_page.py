from carenurse.documents.recovery_page import RecoveryFacts, grouped, render
from tests.carenurse.documents.reading_back import complaints, text_of
from tests.carenurse.documents.rosa import at

CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV"
FACTS = RecoveryFacts(CODE, "Dana Whitfield", "3f2a91bc", at(3, 4, 11, 9))


def test_the_code_stands_on_one_accessible_page_in_its_groups() -> None:
    rendered = render(FACTS)
    text = text_of(rendered.pdf)

    assert rendered.pages == 1
    assert CODE.replace("-", " ") in text
    assert "Vault 3f2a91bc, made March 4, 2026, 11:09 a.m." in text
    assert complaints(rendered.pdf) == []


def test_a_code_without_hyphens_is_cut_into_fours() -> None:
    assert grouped("ABCDEFGHJ") == ("ABCD", "EFGH", "J")


def test_a_long_name_and_a_long_code_still_fit() -> None:
    facts = RecoveryFacts("ABCDEFGHJK" * 4 + "-XY", "Wilhelmina " * 45, "3f2a91bc", at(3, 4))

    assert complaints(render(facts).pdf) == []
