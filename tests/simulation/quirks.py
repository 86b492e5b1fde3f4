"""What a server does differently from a good one, and what a check of it would find."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from carenurse.sync.profile import Profile

START = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Quirks:
    """What this server does differently from a good one."""

    if_none_match: bool = True
    if_match: bool = True
    stale_status: int = 412
    atomic: bool = True
    most_entries: int = 100
    batch: bool = True
    lag: int = 0
    page_cap: int = 50
    noop_keeps: bool = False
    normalises: bool = False
    opaque_versions: bool = False
    tells_tags: bool = True
    history: bool = True
    coarse: bool = False
    checks_references: bool = False
    reuses: bool = False
    sorts: bool = True
    gives_ids: bool = False
    """What is sent to it gets an id of its own there."""
    raw_binary: bool = False
    """Takes a file as its bare bytes."""
    json_binary: bool = False
    """Takes a file as base64 within JSON."""
    batches_searches: bool = True
    """Searches go in a batch."""
    in_part: bool = False
    """It answers such a batch in part, at times: one is refused, one is busy, two change places."""
    links: bool = True
    """It tells where a page is followed by another; who does not, caps none."""
    short_pages: bool = False
    """It fills no page: it leaves out of each what somebody may not see, and goes on with the next."""
    vouches: bool = True
    """Our own office says which start of it answers, and refuses what was meant for another."""
    native: bool = False
    """It is our own office, with a feed of its commits."""

    @property
    def profile(self) -> Profile:
        """Say what a check of this server would find."""
        return Profile(
            hub=self.native,
            checked=START,
            keeps_client_ids=not self.gives_ids,
            conditional_create=self.gives_ids and not self.lag,
            if_none_match=self.if_none_match,
            if_match=self.if_match,
            stale_status=self.stale_status,
            atomic=self.atomic,
            most_entries=self.most_entries,
            batch=self.batch,
            last_updated=self.sorts,
            searches_in_batch=self.most_entries if self.batch and self.batches_searches else 0,
            whole_page=self.page_cap if self.links else 0,
            most_in_page=self.page_cap,
            raw_binary=self.raw_binary,
            json_binary=self.json_binary,
            search_lag=timedelta(seconds=self.lag),
            instance_history=self.history,
        )
