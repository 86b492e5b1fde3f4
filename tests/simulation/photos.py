"""Photos that nurses add, and where their bytes are: at the office whole, or still on the laptop."""

from base64 import b64decode
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from carenurse.clinical.fhir import Resource
from carenurse.clinical.paper import Paper, encode
from carenurse.sync import files
from tests.simulation.ghost import Key
from tests.simulation.laptop import Laptop
from tests.simulation.made import HTEST, id_of
from tests.simulation.native import NativeOffice
from tests.simulation.units import Units
from tests.simulation.violation import ViolationError

PAPERS = "DocumentReference"
PIECE = 64
"""Bytes of one piece in a schedule: the same number of them with less to carry."""
_TWICE = 0.2
"""How often the same photo is put to another paper."""


@contextmanager
def small_pieces() -> Generator[None]:
    """Have files go in small pieces while the block runs."""
    before = files.PIECE
    setattr(files, "PIECE", PIECE)  # noqa: B010 - it is final but for a schedule
    try:
        yield
    finally:
        setattr(files, "PIECE", before)  # noqa: B010


@dataclass
class Photo:
    """A file that a nurse added, and the papers that name it."""

    data: bytes
    by: str
    papers: list[Key] = field(default_factory=list)


def paper_of(identity: str, patient: str, digest: str) -> Resource:
    """Write the paper that names a file."""
    said = Paper(id=identity, patient=patient, digest=digest, media_type="image/jpeg", title="wound")
    return {**encode(said), "meta": HTEST}


@dataclass
class Photos(Units):
    """Nurses who take photos."""

    photos: dict[str, Photo] = field(default_factory=dict)
    """By SHA-256."""

    def nurse_photographs(self, laptop: Laptop) -> None:
        patients = sorted(one["id"] for one in laptop.records.all_of("Patient"))
        if not patients:
            return
        for _ in range(self.chance.choice([1, 2, 3])):
            self.take_photo(laptop, self.chance.choice(patients))

    def take_photo(self, laptop: Laptop, patient: str) -> None:
        """Take a photo of one patient; at times, put the same to another paper."""
        name = id_of(self.value(f"{laptop.name}d"))
        own = [photo.data for photo in self.photos.values() if photo.by == laptop.name]
        again = own and self.chance.random() < _TWICE
        size = self.chance.choice([1, PIECE, PIECE + 1, 3 * PIECE + 7])
        data = self.chance.choice(own) if again else self.chance.randbytes(size)
        with laptop.records.work() as work:
            digest = work.keep_file(data, media_type="image/jpeg", name="wound")
            work.put(paper_of(name, patient, digest))
        self.photos.setdefault(digest, Photo(data, laptop.name)).papers.append((PAPERS, name))
        self.ghost.made[PAPERS, name] = laptop.name
        self.log.append(f"{laptop.name} photographs {digest[:8]} for {name}, {len(data)} bytes")

    def look_at_photos(self) -> None:
        """See that each is at the office as it was taken, or on the laptop that took it (1, 12, 23)."""
        for digest, photo in self.photos.items():
            there = self._there(digest)
            if there is not None and there != photo.data:
                raise ViolationError(23, f"{digest} is another at the office")
            laptop = next(one for one in self.laptops if one.name == photo.by)
            if (
                there is None
                and not self._is_sent_for_good(photo)
                and laptop.journal.bytes_of(digest) != photo.data
            ):
                raise ViolationError(12, f"{digest} is nowhere, {photo.by} took it")

    def _is_sent_for_good(self, photo: Photo) -> bool:
        """Say whether nobody wants it any more: all its papers are deleted."""
        return all(key in self.agreed for key in photo.papers)

    def look_at_arrived(self, laptop: Laptop) -> None:
        """See that what a laptop takes for arrived has arrived (invariant 11)."""
        if self.restored:
            return
        waits = {one.digest for one in laptop.journal.files_to_send()}
        for digest, photo in self.photos.items():
            sent = any(laptop.journal.base_of(*key) for key in photo.papers)
            here = bool(laptop.journal.bytes_of(digest))
            if sent and here and digest not in waits and self._there(digest) is None:
                raise ViolationError(11, f"{laptop.name} says that {digest} has arrived")

    def _there(self, digest: str) -> bytes | None:
        if isinstance(self.office, NativeOffice):
            return self.office.files.whole.get(digest)
        binary = self.office.resource(("Binary", digest))
        return b64decode(binary["data"]) if binary else None

    def photos_missing(self) -> Iterator[str]:
        """Tell of each file of a paper at the office that is not there, or not on a laptop."""
        for digest, photo in self.photos.items() if self.office.quirks.profile.takes_files else ():
            if not any(self.office.resource(key) for key in photo.papers):
                continue
            if self._there(digest) is None:
                yield f"{digest} of {photo.by} is not at the office"
            for laptop in self.laptops:
                if laptop.journal.bytes_of(digest) != photo.data:
                    yield f"{laptop.name} has not {digest}"
