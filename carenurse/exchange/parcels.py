"""What goes into a sealed copy or a parcel for the office, and how either is opened."""

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from uuid import NAMESPACE_OID, uuid5

from carenurse.clinical.fhir import Resource, kind_of, reference_to
from carenurse.clinical.shapes import as_objects, as_text
from carenurse.clinical.systems import OWN
from carenurse.exchange.manifest import encode, manifest_of
from carenurse.exchange.origins import as_received, restored, urls_written
from carenurse.exchange.sealing import is_sealed, unseal

_DIGEST = OWN + "sha-256"


def open_file(data: bytes, key_file: str = "") -> bytes:
    """Give what is inside a sealed file, and any other file as it is. Raises ExpectedError."""
    return unseal(data, key_file) if is_sealed(data) else data


def transaction(resources: list[Resource], made: datetime, by: str) -> Resource:
    """Pack resources for a server: a transaction of PUTs, so that sending it twice changes nothing.

    References are relative, which every server follows. The manifest is the last entry.
    """
    whole = [*resources, encode(manifest_of(resources, made, by), resources)]
    entries = [
        {
            "fullUrl": f"urn:uuid:{one['id']}",
            "resource": one,
            "request": {"method": "PUT", "url": reference_to(one)},
        }
        for one in whole
    ]
    return _bundle("transaction", made, entries)


def collection(resources: list[Resource], made: datetime) -> Resource:
    """Pack resources for a reader: a collection without requests.

    References stand as they were written wherever they still lead to the same resource of this Bundle.
    """

    def leads(text: str, ours: str) -> bool:
        return (
            text.startswith("urn:uuid:")
            and ours.endswith(f"/{text.removeprefix('urn:uuid:')}")
            and ours in here
        )

    here = {reference_to(one) for one in resources}
    entries = [{"fullUrl": f"urn:uuid:{one['id']}", "resource": restored(one, leads)} for one in resources]
    return _bundle("collection", made, entries)


def give_back(resources: list[Resource], made: datetime) -> Resource:
    """Pack resources for the sender they came from: with their own ids, references and URLs again."""
    urls = dict(pair for one in resources for pair in urls_written(one))
    entries: list[Resource] = []
    for one in resources:
        url = urls.get(reference_to(one))
        entries.append(({"fullUrl": url} if url else {}) | {"resource": as_received(one)})
    return _bundle("collection", made, entries)


def _bundle(kind: str, made: datetime, entries: list[Resource]) -> Resource:
    return {
        "resourceType": "Bundle",
        "type": kind,
        "timestamp": made.isoformat(timespec="seconds"),
        "entry": entries,
    }


def binary(digest: str, content: bytes, media_type: str) -> Resource:
    """Make the Binary of a kept file; its id follows from its digest."""
    return {
        "resourceType": "Binary",
        "id": _file_id(digest),
        "contentType": media_type,
        "data": b64encode(content).decode(),
    }


def _file_id(digest: str) -> str:
    return str(uuid5(NAMESPACE_OID, digest))


def paper_digests(resources: Iterable[Resource]) -> Iterator[str]:
    """List the SHA-256 of the kept files that resources (papers, photographs) name."""
    for one in resources:
        for extension in as_objects(one.get("extension")):
            if extension.get("url") == _DIGEST and kind_of(one) in {"DocumentReference", "Media"}:
                yield as_text(extension.get("valueString"))


def attached_files(resources: Iterable[Resource]) -> Iterator[tuple[str, str, bytes]]:
    """Find the kept files that came as Binary with the papers that name them: media type, name, bytes."""
    listed = list(resources)
    wanted = set(paper_digests(listed))
    for one in listed if wanted else ():
        content = _content(one) if kind_of(one) == "Binary" else b""
        if content and sha256(content).hexdigest() in wanted:
            yield as_text(one.get("contentType")), str(one["id"]), content


def own_files(resources: Iterable[Resource]) -> Iterator[tuple[str, bytes]]:
    """Find the files that came as Binary under the id that ``binary`` gives them: media type, bytes.

    Their papers may have come another way.
    """
    for one in resources:
        content = _content(one) if kind_of(one) == "Binary" else b""
        if content and str(one["id"]) == _file_id(sha256(content).hexdigest()):
            yield as_text(one.get("contentType")), content


def _content(resource: Resource) -> bytes:
    try:
        return b64decode(as_text(resource.get("data")), validate=True)
    except Error:
        return b""
