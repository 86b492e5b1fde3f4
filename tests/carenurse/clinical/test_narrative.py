import time

import pytest
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


@pytest.mark.parametrize(
    ("div", "text"),
    [
        ("<div>Dose:\n<b>5 mg</b></div>", "Dose: 5 mg"),
        ("<div>SpO2 < 90 %</div>", "SpO2 < 90 %"),
        ("<div>a<!-- <b>not said</b> -->b</div>", "ab"),
        ("<div>a<script src='x'/>b<style>p{}</style>c</div>", "abc"),
        ("<div>a<br/>b<img src='file:///etc/passwd' alt='x'/></div>", "a\nb"),
        ("<div>a<b unclosed", "a<b unclosed"),
        ("a<!-- never closed", "a"),
    ],
)
def test_what_a_reader_would_see_is_what_is_said(div: str, text: str) -> None:
    assert plain(div) == text


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<!--", "<![CDATA[", "<?", "<!", "<div>", "<script>", "&", "<a b='"]
)
def test_a_megabyte_of_anything_is_read_at_once(piece: str) -> None:
    began = time.process_time()

    plain(piece * (1_000_000 // len(piece)))

    assert time.process_time() - began < 10
