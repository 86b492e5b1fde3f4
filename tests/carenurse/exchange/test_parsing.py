"""What a file is refused for, and what does not matter; every refusal names the place in one sentence."""

import gc
import gzip
import io
import time
import zipfile
from decimal import Decimal

import pytest

from carenurse.exchange.parsing import DEEPEST, MOST_PIECES, parse
from carenurse.exchange.refusing import RefusedFileError


def refusal(data: bytes, largest: int = 1_000_000) -> RefusedFileError:
    with pytest.raises(RefusedFileError) as caught:
        parse(data, largest=largest)
    assert caught.value.sentence.count(". ") == 0, "one sentence"
    assert caught.value.remedy
    return caught.value


def nested(levels: int) -> bytes:
    return b'{"a":' * levels + b"1" + b"}" * levels


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("patient.json", "{}")
    return held.getvalue()


def test_a_file_is_one_json_object() -> None:
    (one,) = parse(b'{"resourceType": "Patient"}')

    assert one.content == {"resourceType": "Patient"}


def test_digits_are_kept_as_written() -> None:
    (one,) = parse(b'{"a": 72.50, "b": 1e-7, "c": 123456789012345678901234567890, "d": 5}')

    assert repr(one.content["a"]) == repr(Decimal("72.50"))
    assert one.content["b"] == Decimal("1E-7")
    assert one.content["c"] == Decimal(123456789012345678901234567890)
    assert isinstance(one.content["d"], int)


def test_lines_of_ndjson_may_be_blank_and_end_as_windows_ends_them() -> None:
    data = b'\xef\xbb\xbf{"a": 1}\r\n\r\n   \r\n{"a": 2}\r\n'

    assert [one.content["a"] for one in parse(data)] == [1, 2]
    assert [one.place for one in parse(data)] == ["line 1", "line 4"]


def test_pretty_printed_json_is_not_taken_for_lines() -> None:
    assert parse(b'{\n  "a": {"b": 1}\n}\n')[0].content == {"a": {"b": 1}}


def test_broken_json_is_refused_with_line_and_column() -> None:
    assert refusal(b'{\n  "a": 1,,\n}').place == "line 2, column 10"


def test_a_broken_line_is_refused_with_its_number() -> None:
    assert refusal(b'{"a": 1}\n{"a": \n').place.startswith("line 2, column")


def test_half_a_file_is_refused() -> None:
    assert "line 1" in refusal(b'{"resourceType": "Bundle", "entry": [').sentence


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e9999999999999999999999"])
def test_what_is_no_number_is_refused_with_its_element(number: bytes) -> None:
    assert refusal(b'{"a": [{"value": ' + number + b"}]}").place == "a[0].value"


def test_a_name_that_stands_twice_is_refused_with_its_object() -> None:
    found = refusal(b'{"entry": [{"resource": {"id": "1", "x": 0, "id": "2"}}]}')

    assert found.place == "entry[0].resource"
    assert "id" in found.sentence


def test_a_name_that_stands_twice_at_the_top_is_refused() -> None:
    assert "at the top" in refusal(b'{"id": "1", "id": "2"}').sentence


def test_half_a_letter_is_refused() -> None:
    assert refusal(rb'{"name": [{"family": "\ud83d"}]}').place == "name[0].family"


def test_a_whole_letter_beyond_the_usual_ones_is_taken() -> None:
    assert parse(rb'{"family": "\ud83d\ude00"}')[0].content == {"family": "\N{GRINNING FACE}"}


def test_the_deepest_nesting_is_taken_and_one_deeper_refused() -> None:
    assert parse(nested(DEEPEST))
    assert "deeper than 64" in refusal(nested(DEEPEST + 1)).sentence


def test_nesting_that_would_break_a_reader_is_refused() -> None:
    assert "deeper" in refusal(nested(100_000)).sentence
    assert "deeper" in refusal(b"[" * 100_000).sentence


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    assert "too large: 2 MB" in refusal(b" " * 2_000_000).sentence


@pytest.mark.parametrize(
    ("data", "kind", "remedy"),
    [
        (gzip.compress(b"{}"), "gzip", "Unpack it first"),
        (zipped(), "zip", "Unpack it first"),
        (b"%PDF-1.7\n", "PDF", "Ask the sender"),
        (b"SQLite format 3\0", "SQLite", "Ask the sender"),
    ],
    ids=["gzip", "zip", "pdf", "database"],
)
def test_another_kind_of_file_is_refused_by_its_name_with_what_helps_there(
    data: bytes, kind: str, remedy: str
) -> None:
    refused = refusal(data)

    assert f"This is a {kind} file" in refused.sentence
    assert refused.remedy.startswith(remedy)


@pytest.mark.parametrize("data", [b"<Patient/>", b'\xef\xbb\xbf<?xml version="1.0"?><Bundle/>', b"\n <a>"])
def test_xml_is_refused(data: bytes) -> None:
    assert "XML" in refusal(data).sentence


@pytest.mark.parametrize("data", [b"", b"  \n ", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert "empty" in refusal(data).sentence


def test_text_that_is_not_utf_8_is_refused_with_its_line() -> None:
    assert refusal('{\n"family": "Muñoz"}'.encode("latin-1")).place == "line 2"


@pytest.mark.parametrize("data", [b"[]", b'"text"', b"5", b"null", b"[{}]"])
def test_json_that_is_no_object_is_refused(data: bytes) -> None:
    assert "no FHIR" in refusal(data).sentence


def test_separators_of_unicode_inside_text_end_no_line() -> None:
    data = '{"a": "one\u2028two"}\n{"a": "three\x85four"}\n'.encode()

    assert [one.content["a"] for one in parse(data)] == ["one\u2028two", "three\x85four"]


def test_half_a_letter_in_a_name_is_refused_like_one_in_a_text() -> None:
    assert refusal(b'{"resourceType": "Patient", "name": {"\\ud800": 1}}').place == "name"


def test_a_name_that_stands_twice_among_very_many_is_found_at_once() -> None:
    members = ",".join(f'"n{number}":0' for number in range(200_000))

    began = time.process_time()
    assert "n199999" in refusal(f'{{{members},"n199999":1}}'.encode(), 10_000_000).sentence
    assert time.process_time() - began < 10


def test_a_file_of_too_many_parts_is_refused_before_it_is_read() -> None:
    with pytest.raises(RefusedFileError, match="too many parts"):
        parse(b'{"a":[' + b"1," * (MOST_PIECES + 1) + b"1]}")


def test_the_search_for_garbage_goes_on_after_a_file_whatever_came_of_it() -> None:
    due = gc.get_threshold()

    parse(b'{"a":1}')
    with pytest.raises(RefusedFileError):
        parse(b'{"a":')

    assert gc.get_threshold() == due
