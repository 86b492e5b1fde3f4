"""A version comes back byte for byte, takes less room, and a draft keeps its length while it grows."""

import hashlib
import zlib

from hypothesis import given
from hypothesis import strategies as st

from carenurse.store import packing
from carenurse.store.packing import packed, roomy, unpacked

DICTIONARY = 382398240
"""What zlib writes into each frame to say which dictionary it needs."""

VITAL_SIGN = (
    b'{"resourceType":"Observation","id":"8f2f6c0e-0001-4000-8000-000000000001","status":"final",'
    b'"code":{"coding":[{"system":"http://loinc.org","code":"29463-7","display":"Body weight"}]},'
    b'"subject":{"reference":"Patient/8f2f6c0e-0002-4000-8000-000000000001"},'
    b'"effectiveDateTime":"2026-02-27T10:42:00-05:00","valueQuantity":{"value":72.50,"unit":"kg"}}'
)


@given(st.binary(max_size=2000).map(lambda data: b"{" + data))
def test_what_is_kept_comes_back_byte_for_byte(json: bytes) -> None:
    assert unpacked(packed(json)) == json


def test_a_vital_sign_takes_less_than_half() -> None:
    assert len(packed(VITAL_SIGN)) < len(VITAL_SIGN) / 2


def test_what_names_a_kept_file_stays_plain() -> None:
    digest = hashlib.sha256(b"a photo").hexdigest()
    names = VITAL_SIGN.replace(b"Body weight", digest.encode())

    assert packed(names) == names


def test_the_dictionary_of_the_kept_versions_is_never_edited() -> None:
    assert zlib.adler32(packing.WORDS) == DICTIONARY


def test_a_word_more_leaves_the_length_of_a_draft() -> None:
    draft = b'{"item":"half a sentence"}'

    assert len(roomy(draft)) == len(roomy(draft + b" and a word more"))
    assert roomy(draft).rstrip() == draft
    assert unpacked(roomy(draft)).rstrip() == draft
