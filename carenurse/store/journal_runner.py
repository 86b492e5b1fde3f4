"""Who runs: one exchange with the office at a time, and none held up by one that died."""

from datetime import datetime

from carenurse.store.journal_own import OwnStates

LEASE_LASTS = 120.0
"""Seconds after which a runner that was not heard of is taken for dead."""


class OneRunner(OwnStates):
    """The lease of the one runner."""

    def take_lease(self, owner: str, now: datetime) -> bool:
        """Become the one runner, or stay it; False while another holds a lease that is alive.

        Dead is a lease from the future (the clock was set back), and one of an earlier opening of the
        records: nobody has them open beside us.
        """
        with self._units.work():
            holder, _, since = self.cursor("lease").partition(" ")
            age = (now - datetime.fromisoformat(since)).total_seconds() if since else LEASE_LASTS
            of_now = holder.endswith(f"@{self._database.opening}")
            if holder != self._runner(owner) and of_now and 0 <= age < LEASE_LASTS:
                return False
            self._keep_cursor("lease", f"{self._runner(owner)} {now.isoformat()}")
        return True

    def give_lease(self, owner: str) -> None:
        """Stop being the one runner."""
        with self._units.work():
            if self.cursor("lease").startswith(f"{self._runner(owner)} "):
                self._keep_cursor("lease", "")

    def _runner(self, owner: str) -> str:
        return f"{owner}@{self._database.opening}"
