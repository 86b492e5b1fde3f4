"""A file that the nurse chose, as an answer to a form: kept inside the answers, and so inside the vault."""

import base64
import mimetypes
from hashlib import sha1
from pathlib import Path, PurePath

from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.exchange.own_pictures import LARGEST_FILE, drawn_anew, is_picture
from carenurse.translations import tr

LARGEST = 2_000_000
"""Bytes: an answer is written anew with each save of its form, so that it must stay small."""

_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png"}


def file_answer(path: Path) -> Resource:
    """Read a file as a FHIR Attachment answer. Raises ExpectedError for one that is gone or too large.

    A picture is drawn anew, without the place and time that a phone writes into it, and small enough; that
    takes tenths of a second, so not on the window's thread. Any other file is kept as it is.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST_FILE else b""
    except OSError:
        raise ExpectedError(
            tr("The file “{name}” cannot be read.", name=path.name), tr("Check that it is there.")
        ) from None
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    title = path.name
    if data and is_picture(data, kind):
        drawn = drawn_anew(data, most=LARGEST)
        data, kind = drawn.data, drawn.media_type
        title = PurePath(title).with_suffix(_ENDINGS[kind]).name
    elif size > LARGEST:
        raise ExpectedError(
            tr("The file is larger than {limit} KB.", limit=LARGEST // 1000), tr("Choose a smaller file.")
        )
    return {
        "valueAttachment": {
            "contentType": kind,
            "data": base64.b64encode(data).decode(),
            "size": len(data),
            "hash": base64.b64encode(sha1(data, usedforsecurity=False).digest()).decode(),
            "title": title,
        }
    }
