"""What an office's server really does, as ``carenurse office check`` measured it; unmeasured means unsafe.

A server's own statement of its capabilities is not believed: several say they have transactions and run them
as batches. The profile is kept in the vault and asked for again when the server's software changes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

_LONGEST: Final = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Profile:
    """Each field's default is the unsafe value, under which the laptop still loses nothing."""

    checked: datetime | None = None
    software: str = ""
    """Name and version as the server states them; a change of it asks for a new check."""
    hub: bool = False
    """It speaks our own extensions: idempotent push, change sequence, manifest, deposit, resumable files."""
    keeps_client_ids: bool = False
    """PUT creates under the id that we chose; else ids are given by the server and mapped at the wire."""
    if_none_match: bool = False
    """PUT with ``If-None-Match: *`` on something that exists is refused."""
    conditional_create: bool = False
    """POST with ``If-None-Exist`` finds what exists."""
    if_match: bool = False
    """A stale ``If-Match`` on PUT is refused. Without it an update goes only after reading, and says so."""
    stale_status: int = 412
    """The status of that refusal: 412, on some servers 409."""
    atomic: bool = False
    """A transaction with one bad entry leaves nothing behind."""
    most_entries: int = 1
    """Entries of one bundle."""
    batch: bool = False
    """Several independent requests go in one."""
    last_updated: bool = False
    """``_lastUpdated`` and ``_sort=_lastUpdated`` are obeyed."""
    searches_in_batch: int = 0
    """So many searches in one ``batch`` are answered in their order, each as by itself; 0: one by one."""
    whole_page: int = 0
    """A page of so many rows at most, not full and without a ``next`` link, is the last; 0: none is."""
    since: bool = False
    """``_since`` is obeyed by ``$everything`` or type history."""
    most_in_page: int = 20
    """The largest page that comes back, whatever ``_count`` says."""
    search_lag: timedelta = timedelta(minutes=2)
    """The longest that something kept stays unfindable."""
    gzip: bool = False
    """Takes request bodies under ``Content-Encoding: gzip``."""
    raw_binary: bool = False
    """Takes the bytes of a Binary as they are."""
    json_binary: bool = False
    """Takes a Binary as base64 within JSON, and gives it back so."""
    keeps_decimals: bool = False
    """1.10 comes back as 1.10."""
    instance_history: bool = False
    """Earlier versions of a resource can be read."""

    @property
    def gives_ids(self) -> bool:
        """Whether it was found to give ids of its own."""
        return self.checked is not None and not self.keeps_client_ids

    @property
    def takes_files(self) -> bool:
        """Whether photos and papers can go there: in pieces, or as a Binary."""
        return self.hub or self.raw_binary or self.json_binary

    def is_long_ago(self, sent: datetime, now: datetime) -> bool:
        """Say whether what was sent then and has not arrived, or is not found, will not any more.

        The longest that an office takes, and that a search may come behind where it is found by one. A
        moment in the future means that the clock was set back.
        """
        behind = 2 * self.search_lag if self.gives_ids else timedelta(0)
        return now - sent >= max(_LONGEST, behind) or now < sent

    @property
    def overlap(self) -> timedelta:
        """How far before the last seen moment the next question begins: never less than five minutes."""
        return max(timedelta(minutes=5), 2 * self.search_lag)


OUR_OFFICE: Final = Profile(
    software="CareNurse office",
    hub=True,
    keeps_client_ids=True,
    if_none_match=True,
    conditional_create=True,
    if_match=True,
    atomic=True,
    most_entries=60,
    batch=True,
    last_updated=True,
    searches_in_batch=60,
    whole_page=60,
    since=True,
    most_in_page=200,
    search_lag=timedelta(seconds=10),
    gzip=True,
    json_binary=True,
    keeps_decimals=True,
    instance_history=True,
)
"""What ``carenurse office serve`` does, as the check finds it (tests/peers hold the two together).

A laptop that joins one by its code knows this at once and need not check."""
