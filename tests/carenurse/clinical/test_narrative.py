from hypothesis import given
from hypothesis import strategies as st

from carenurse.clinical.narrative import markup, plain


@given(text=st.text())
def test_our_text_comes_back_to_the_letter(text: str) -> None:
    assert plain(markup(text)) == text


def test_foreign_markup_becomes_lines() -> None:
    table = "<table><tr><td>a</td><td>b</td></tr></table>"
    div = f"<div><p>One &amp; <b>two</b></p>{table}<script>x()</script></div>"

    assert plain(div) == "One & two\na b"


@given(div=st.text("<>/&;apdiv \"'=\n", max_size=60))
def test_broken_markup_is_read_somehow(div: str) -> None:
    assert isinstance(plain(div), str)
