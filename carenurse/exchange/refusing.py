"""A file that cannot be taken, told in one sentence that names the place; nothing of it is stored."""

from carenurse.errors import ExpectedError
from carenurse.translations import tr


class RefusedFileError(ExpectedError):
    """A file is broken, too large, not FHIR or locked; ``place`` says where (line, entry, element)."""

    def __init__(self, sentence: str, remedy: str = "", *, place: str = "") -> None:
        super().__init__(sentence, remedy or tr("Nothing of this file was stored."))
        self.place = place
