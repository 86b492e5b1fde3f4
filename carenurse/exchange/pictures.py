"""Pictures inside a record: only their size is read, from the first bytes; nothing is unpacked here."""

import warnings
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from carenurse.clinical.shapes import as_list, as_object, as_text

MOST_MEGAPIXELS: Final = 40
"""A picture unpacks to four bytes a pixel: 160 MB at this size, as much as a laptop should give to one."""
_MILLION: Final = 1_000_000


def too_large_to_show(content: bytes, media_type: str) -> bool:
    """Say whether a picture has too many pixels to be shown; what is no picture has none."""
    if not media_type.startswith("image/"):
        return False
    from PIL import Image  # noqa: PLC0415  costs 40 ms and few records hold pictures

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(content)) as picture:
                width, height = picture.size
        except Image.DecompressionBombError:
            return True
        except (OSError, ValueError, SyntaxError):
            return False
    return width * height > MOST_MEGAPIXELS * _MILLION


def pictures_in(found: Any) -> Iterator[tuple[str, bytes]]:
    """Walk the pictures that stand inside a resource (Binary, Attachment): media type and bytes."""
    if isinstance(found, list):
        for one in as_list(found):
            yield from pictures_in(one)
    elif isinstance(found, dict):
        held = as_object(found)
        media_type = as_text(held.get("contentType"))
        if media_type.startswith("image/") and (content := _bytes(as_text(held.get("data")))):
            yield media_type, content
        for one in held.values():
            yield from pictures_in(one)


def _bytes(data: str) -> bytes:
    try:
        return b64decode(data, validate=True)
    except ValueError:
        return b""
