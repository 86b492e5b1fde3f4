"""A picture by the nurse's hand keeps its pixels and nothing else; what would harm is refused unopened."""

import io
import struct
import tracemalloc
import zlib

import pytest
from PIL import Image, ImageCms
from PIL.Image import Exif
from PIL.PngImagePlugin import PngInfo

from carenurse.exchange.own_pictures import LONGEST_SIDE, UnreadablePictureError, drawn_anew, is_picture

MOST = 2_000_000
GPS, ORIENTATION = 0x8825, 0x0112
SECRET = b"CANARY-12-Hidden-Lane"


def written(picture: Image.Image, kind: str = "JPEG", **how: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **how)  # pyright: ignore[reportArgumentType]  # each kind has options of its own
    return file.getvalue()


def half_red(width: int, height: int) -> Image.Image:
    """Draw a white picture whose left half is red."""
    picture = Image.new("RGB", (width, height), "white")
    picture.paste((220, 10, 10), (0, 0, width // 2, height))
    return picture


def phone_photo(orientation: int = 1, width: int = 400, height: int = 300) -> bytes:
    """Make a photo as phones do: with the place, the owner's words and a comment."""
    exif = Exif()
    exif[ORIENTATION] = orientation
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(GPS).update({1: "N", 2: (40.0, 26.0, 46.3), 3: "W", 4: (79.0, 58.0, 56.1), 29: "2026:02:27"})
    return written(half_red(width, height), exif=exif.tobytes(), comment=SECRET)


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def test_the_place_goes_with_everything_else_that_is_no_pixel() -> None:
    photo = phone_photo()
    assert opened(photo).getexif().get_ifd(GPS)[2] == (40.0, 26.0, 46.3)

    drawn = drawn_anew(photo + SECRET, most=MOST)

    kept = opened(drawn.data)
    assert not dict(kept.getexif())
    assert SECRET not in drawn.data
    assert b"Exif" not in drawn.data
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert (drawn.media_type, kept.size) == ("image/jpeg", (400, 300))


def test_words_in_a_png_go_too_and_it_stays_one() -> None:
    told = PngInfo()
    told.add_text("Location", SECRET.decode())
    drawing = written(half_red(300, 200), "PNG", pnginfo=told, exif=Exif().tobytes())

    drawn = drawn_anew(drawing, most=MOST)

    assert drawn.media_type == "image/png"
    assert SECRET not in drawn.data
    assert opened(drawn.data).info == {}
    assert opened(drawn.data).convert("RGB").getpixel((10, 10)) == (220, 10, 10)


@pytest.mark.parametrize(("orientation", "red"), [(1, "left"), (3, "right"), (6, "top"), (8, "bottom")])
def test_the_picture_stands_as_the_camera_was_held(orientation: int, red: str) -> None:
    kept = opened(drawn_anew(phone_photo(orientation), most=MOST).data).convert("RGB")

    edges = {
        "left": (5, kept.height // 2),
        "right": (kept.width - 5, kept.height // 2),
        "top": (kept.width // 2, 5),
        "bottom": (kept.width // 2, kept.height - 5),
    }
    (found,) = [
        name for name, at in edges.items() if _is_red(kept, at) and not _is_red(kept, _across(kept, at))
    ]
    assert found == red
    assert kept.size == ((400, 300) if orientation < 5 else (300, 400))


def _is_red(picture: Image.Image, at: tuple[int, int]) -> bool:
    color = picture.getpixel(at)
    return isinstance(color, tuple) and color[0] > 180 and color[1] < 80


def _across(picture: Image.Image, at: tuple[int, int]) -> tuple[int, int]:
    return picture.width - 1 - at[0], picture.height - 1 - at[1]


def test_a_large_photo_becomes_small_enough() -> None:
    noise = Image.effect_noise((4000, 3000), 80).convert("RGB")

    drawn = drawn_anew(written(noise, quality=95), most=600_000)

    assert len(drawn.data) <= 600_000
    assert max(drawn.width, drawn.height) <= LONGEST_SIDE
    assert drawn.width / drawn.height == pytest.approx(4 / 3, rel=0.01)


def test_what_can_be_seen_through_is_white_where_it_has_to_be_a_photo() -> None:
    noise = Image.effect_noise((900, 900), 90).convert("RGBA")
    noise.putalpha(0)

    kept = opened(drawn_anew(written(noise, "PNG"), most=300_000).data)

    assert kept.mode in {"RGB", "RGBA"}
    assert kept.format in {"JPEG", "PNG"}


def bomb(width: int, height: int) -> bytes:
    """Write a PNG of a few bytes that says it is enormous."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


@pytest.mark.parametrize(("width", "height"), [(6_400, 6_400), (20_000, 20_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    drawn_anew(written(half_red(8, 8)), most=MOST)
    tracemalloc.start()
    with pytest.raises(UnreadablePictureError, match=r"megapixels|broken"):
        drawn_anew(bomb(width, height), most=MOST)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 5_000_000


def test_a_picture_within_bounds_whose_pixels_are_missing_is_refused() -> None:
    with pytest.raises(UnreadablePictureError, match="broken"):
        drawn_anew(bomb(3000, 3000), most=MOST)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_a_file_cut_anywhere_is_refused_in_a_sentence_or_read(kind: str) -> None:
    whole = written(half_red(120, 90), kind)
    for length in range(1, len(whole), max(1, len(whole) // 60)):
        try:
            drawn_anew(whole[:length], most=MOST)
        except UnreadablePictureError as problem:
            assert "broken" in problem.sentence  # noqa: PT017 - either way is right
    assert drawn_anew(whole, most=MOST).width == 120


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        b"\x00\x00\x00\x18ftypheic" + bytes(100),
        b"II*\x00" + bytes(100),
        b"not a picture at all",
        written(half_red(9, 9), "TIFF"),
    ],
)
def test_what_is_of_another_kind_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadablePictureError):
        drawn_anew(data, most=MOST)


def test_a_picture_is_known_by_how_it_begins_and_by_its_name() -> None:
    kinds = [written(half_red(9, 9), kind) for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")]

    assert all(is_picture(one) for one in kinds)
    assert is_picture(b"anything", "image/heic")
    assert is_picture(b"  <svg viewBox='0 0 1 1'/>")
    assert not is_picture(b"%PDF-1.7", "application/pdf")
    assert not is_picture(b"", "text/plain")


def test_the_colors_of_a_cameras_profile_become_those_of_the_screen() -> None:

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    for one in (profile, b"no profile", profile[:200]):
        kept = opened(drawn_anew(written(half_red(80, 60), "PNG", icc_profile=one), most=MOST).data)
        assert "icc_profile" not in kept.info
        assert _is_red(kept.convert("RGB"), (5, 5))
