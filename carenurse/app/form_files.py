"""A file that the nurse chose, as an answer to a form: kept inside the answers, and so inside the vault."""

import base64
import mimetypes
from hashlib import sha1
from pathlib import Path

from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.translations import tr

LARGEST = 2_000_000
"""Bytes: an answer is written anew with each save of its form, so that it must stay small."""


def file_answer(path: Path) -> Resource:
    """Read a file as a FHIR Attachment answer. Raises ExpectedError for one that is gone or too large."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError:
        raise ExpectedError(
            tr("The file “{name}” cannot be read.", name=path.name), tr("Check that it is there.")
        ) from None
    if size > LARGEST:
        raise ExpectedError(
            tr("The file is larger than {limit} KB.", limit=LARGEST // 1000),
            tr("Take a smaller picture, or add it to the chart as a wound photo."),
        )
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return {
        "valueAttachment": {
            "contentType": kind,
            "data": base64.b64encode(data).decode(),
            "size": size,
            "hash": base64.b64encode(sha1(data, usedforsecurity=False).digest()).decode(),
            "title": path.name,
        }
    }
