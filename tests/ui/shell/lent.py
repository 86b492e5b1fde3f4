"""A vault whose record belongs to the test: closing it only notes that it was closed."""

from carenurse.app.ports import Records


class LentVault:
    """Stands where ``OpenVault`` stands."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.in_reach = records
        """What of it may be seen; a test may narrow it."""
        self.closed = False

    @property
    def records(self) -> Records:
        """The record that was lent."""
        return self._records

    def close(self) -> None:
        """Note it."""
        self.closed = True
