"""A picture that the nurse brings in by hand, drawn anew: its pixels, upright, and nothing else of the file.

A photo from a phone says in its EXIF where the patient lives, and when; a made-up one may unpack to
gigabytes. So the size is read before anything is unpacked, only the plain formats of cameras and screens are
opened, and what is kept is written afresh from the pixels. Pictures in other people's records stay as they
came (``carenurse.exchange.pictures``): those are not ours to change.
"""

import warnings
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from carenurse.errors import ExpectedError
from carenurse.exchange.pictures import MOST_MEGAPIXELS
from carenurse.translations import tr

if TYPE_CHECKING:
    from collections.abc import Generator

    from PIL.Image import Image as Picture

LARGEST_FILE: Final = 25_000_000
"""Bytes: more than any phone's photo has."""
LONGEST_SIDE: Final = 2048
"""Pixels kept of the longer side: a wound's edge is still sharp on a full screen, and a visit stays small."""

_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_SIGNATURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM")
_OTHERS: Final = (b"II*\x00", b"MM\x00*", b"<svg", b"\x00\x00\x00\x0cjP", b"\x8aMNG", b"\xff\x4f\xff\x51")
_QUALITIES: Final = (88, 78, 66, 50)
_SMALLER: Final = (LONGEST_SIDE, 1536, 1024, 640)
_MILLION: Final = 1_000_000
_LARGEST_PROFILE: Final = 500_000


class UnreadablePictureError(ExpectedError):
    """A picture that is not taken, and why."""

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence, remedy or tr("Save it as a JPEG or PNG picture, or take it again."))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture written afresh: its bytes, their media type (JPEG or PNG), its width and height."""

    data: bytes
    media_type: str
    width: int
    height: int


def is_picture(data: bytes, media_type: str = "") -> bool:
    """Say whether bytes are meant to be a picture, by how they begin or by what their name says."""
    begins = data[:64].lstrip().lower() if data[:1] in b" \n\r\t<" else data[:64]
    return (
        media_type.startswith("image/")
        or data.startswith((*_SIGNATURES, *_OTHERS))
        or begins.startswith(b"<svg")
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or data[4:8] == b"ftyp"
    )


def drawn_anew(data: bytes, *, most: int) -> Drawn:
    """Draw a picture anew, upright, at most ``most`` bytes large, with nothing of the file but its pixels.

    A JPEG stays one; what has sharp lines or can be seen through is a PNG while that is small enough. Takes
    some tenths of a second for a photo of 12 megapixels: not for the window's thread. Raises
    UnreadablePictureError.
    """
    if len(data) > LARGEST_FILE:
        raise UnreadablePictureError(
            tr("The picture is larger than {most} MB.", most=LARGEST_FILE // _MILLION)
        )
    with _told(), _opened(data) as picture:
        photo = picture.format == "JPEG"
        upright = _upright(picture)
    with _told():
        return _written(upright, most, photo=photo)


@contextmanager
def _told() -> "Generator[None]":
    """Turn whatever a decoder says of a broken file into one sentence."""
    try:
        yield
    except (OSError, ValueError, SyntaxError, ArithmeticError, EOFError, TypeError, LookupError):
        raise UnreadablePictureError(
            tr("This picture is broken or not of a kind that can be read.")
        ) from None
    except MemoryError:
        raise UnreadablePictureError(tr("This picture is too large for this computer.")) from None


@contextmanager
def _opened(data: bytes) -> "Generator[Picture]":
    """Open a picture whose size is within bounds; nothing is unpacked yet."""
    from PIL import Image  # noqa: PLC0415  costs 40 ms, and few sittings take a picture

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a size that Pillow warns of is refused below
        try:
            picture = Image.open(BytesIO(data), formats=_FORMATS)
        except Image.DecompressionBombError:
            raise _too_many_pixels() from None
        with picture:
            if picture.width * picture.height > MOST_MEGAPIXELS * _MILLION:
                raise _too_many_pixels()
            yield picture


def _too_many_pixels() -> UnreadablePictureError:
    return UnreadablePictureError(
        tr("The picture has more than {most} megapixels.", most=MOST_MEGAPIXELS),
        tr("Take it with a smaller setting of the camera."),
    )


def _upright(picture: "Picture") -> "Picture":
    """Unpack, turn as the camera was held, shrink, and copy the pixels alone into a new picture."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG unpacks at once to about the size kept
    picture.load()
    sides = (LONGEST_SIDE, LONGEST_SIDE)
    clear = picture.has_transparency_data
    profile = picture.info.get("icc_profile")
    shown = ImageOps.exif_transpose(picture).convert("RGBA" if clear else "RGB")
    shown.thumbnail(sides)
    made = Image.new(shown.mode, shown.size)
    made.paste(_as_screens_show(shown, profile))
    return made


def _as_screens_show(picture: "Picture", profile: object) -> "Picture":
    """Bring the colors of a camera's own profile to those of every screen: a wound's red is to stay red."""
    if not isinstance(profile, bytes) or len(profile) > _LARGEST_PROFILE:
        return picture
    from PIL import ImageCms  # noqa: PLC0415

    with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        screens = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]  # untyped there
        return ImageCms.profileToProfile(picture, source, screens) or picture
    return picture


def _written(picture: "Picture", most: int, *, photo: bool) -> Drawn:
    """Write at the best quality, then the largest size, that the bytes allow."""
    if not photo and len(data := _bytes(picture, "PNG")) <= most:
        return Drawn(data, "image/png", picture.width, picture.height)
    opaque = _on_white(picture)
    for side in _SMALLER:
        opaque.thumbnail((side, side))
        for quality in _QUALITIES:
            if len(data := _bytes(opaque, "JPEG", quality=quality)) <= most:
                return Drawn(data, "image/jpeg", opaque.width, opaque.height)
    raise UnreadablePictureError(tr("The picture cannot be made small enough."))


def _on_white(picture: "Picture") -> "Picture":
    from PIL import Image  # noqa: PLC0415

    if picture.mode == "RGB":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _bytes(picture: "Picture", kind: str, **how: int) -> bytes:
    written = BytesIO()
    picture.save(written, kind, optimize=kind == "JPEG", **how)
    return written.getvalue()
