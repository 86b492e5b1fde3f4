"""Files at our own office in memory: pieces of each laptop, and what became whole."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from carenurse.sync.wire import Request, Response
from tests.simulation.violation import ViolationError

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass
class Blobs:
    """What of which file is at the office, as ``carenurse.office.native`` keeps it."""

    listen: Callable[[str, bytes], None] = lambda _digest, _data: None
    """Called with each file that becomes whole."""
    whole: dict[str, bytes] = field(default_factory=dict)
    parts: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """By laptop and SHA-256."""
    arrived: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many bytes of it were kept."""

    def copy(self) -> "Blobs":
        """Keep it as it is, for a backup."""
        return Blobs(self.listen, dict(self.whole), dict(self.parts), Counter(self.arrived))

    def handle(self, request: Request, by: str, *, seen: bool) -> Response:
        """Answer a request about a file; ``seen``: whoever asks may see what names it."""
        digest = request.path.partition("?")[0].partition("/")[2]
        if request.method == "HEAD":
            return self._progress(by, digest)
        if request.method == "PATCH":
            return self._append(request, by, digest)
        if digest not in self.whole or not seen:
            return Response(404)
        return Response(200, {"content-type": "application/octet-stream"}, self.whole[digest])

    def _progress(self, by: str, digest: str, status: int = 200) -> Response:
        is_whole = digest in self.whole
        offset = len(self.whole[digest] if is_whole else self.parts.get((by, digest), b""))
        told = {"upload-offset": str(offset), "upload-complete": "?1" if is_whole else "?0"}
        return Response(status, told)

    def _append(self, request: Request, by: str, digest: str) -> Response:
        """Keep the next piece. Raises ViolationError where pieces make another file (invariant 23)."""
        if digest in self.whole:
            return self._progress(by, digest)
        found = _RANGE.fullmatch(request.headers["Content-Range"])
        start, end, size = (int(part) for part in found.groups()) if found else (0, -1, 0)
        if end - start + 1 != len(request.body) or end >= size:
            return Response(400)
        before = self.parts.get((by, digest), b"")
        if len(before) != start:
            return self._progress(by, digest, 409)
        data = before + request.body
        self.parts[by, digest] = data
        self.arrived[by, digest] += len(request.body)
        if len(data) == size:
            self._become_whole(by, digest)
        return self._progress(by, digest)

    def _become_whole(self, by: str, digest: str) -> None:
        data = self.parts.pop((by, digest))
        if sha256(data).hexdigest() != digest:
            raise ViolationError(23, f"the pieces of {by} make another file than {digest}")
        if self.arrived[by, digest] != len(data):
            raise ViolationError(23, f"{self.arrived[by, digest]} bytes came of {len(data)} of {digest}")
        self.whole[digest] = data
        self.listen(digest, data)
