"""A vault whose record belongs to the test: closing it only notes that it was closed."""

from carenurse.app.ports import Records


class LentVault:
    """Stands where ``OpenVault`` stands."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.closed = False

    @property
    def records(self) -> Records:
        """The record that was lent."""
        return self._records

    def close(self) -> None:
        """Note it."""
        self.closed = True
