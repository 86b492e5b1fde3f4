"""A file as an answer: a photo loses its place, any other file stays as it is."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image
from PIL.Image import Exif

from carenurse.app.form_files import LARGEST, file_answer
from carenurse.errors import ExpectedError

GPS = 0x8825


def photo(width: int, height: int) -> bytes:
    exif = Exif()
    exif.get_ifd(GPS).update({1: "N", 2: (40.0, 26.0, 46.3)})
    file = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(file, "JPEG", exif=exif.tobytes(), quality=97)
    return file.getvalue()


def attached(path: Path) -> tuple[str, str, bytes, int]:
    told = file_answer(path)["valueAttachment"]
    return told["contentType"], told["title"], base64.b64decode(told["data"]), told["size"]


def test_a_photo_has_no_place_and_is_small_enough(tmp_path: Path) -> None:
    taken = tmp_path / "IMG_0042.JPEG"
    taken.write_bytes(photo(3000, 2500))
    assert taken.stat().st_size > LARGEST

    kind, title, data, size = attached(taken)

    assert (kind, title) == ("image/jpeg", "IMG_0042.jpg")
    assert len(data) == size <= LARGEST
    assert not dict(Image.open(io.BytesIO(data)).getexif())


def test_a_photo_under_another_name_loses_its_place_too(tmp_path: Path) -> None:
    hidden = tmp_path / "letter.pdf"
    hidden.write_bytes(photo(40, 30))

    kind, title, data, _ = attached(hidden)

    assert (kind, title) == ("image/jpeg", "letter.jpg")
    assert b"Exif" not in data


def test_any_other_file_stays_byte_for_byte(tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7 \xff\xd8\xff")

    assert attached(letter) == ("application/pdf", "letter.pdf", b"%PDF-1.7 \xff\xd8\xff", 12)


@pytest.mark.parametrize(
    ("name", "data"),
    [("photo.jpg", b"\xff\xd8\xffshort"), ("photo.heic", b"\0\0\0\x18ftypheic"), ("drawing.svg", b"<svg/>")],
)
def test_a_picture_that_cannot_be_read_is_refused_in_a_sentence(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)

    with pytest.raises(ExpectedError, match="JPEG or PNG"):
        file_answer(tmp_path / name)


@pytest.mark.parametrize("size", [LARGEST + 1, 26_000_000])
def test_a_large_file_is_refused(tmp_path: Path, size: int) -> None:
    (tmp_path / "scan.pdf").write_bytes(bytes(size))

    with pytest.raises(ExpectedError, match="larger"):
        file_answer(tmp_path / "scan.pdf")


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="cannot be read"):
        file_answer(tmp_path / "gone.pdf")
