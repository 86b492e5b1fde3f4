"""What a file of invented people gives when it is read."""

from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.exchange.reading import Incoming, read_file
from tests.carenurse.exchange.files import written

SERVER = "https://hospital.example.org/fhir"


def read(value: Any, source: str = "") -> Incoming:
    return read_file(written(value), source=source)


def kept(incoming: Incoming, kind: str) -> Resource:
    (found,) = [one.current for one in incoming.resources() if one.kind == kind]
    return found


def subject(incoming: Incoming) -> str:
    return kept(incoming, "Observation")["subject"]["reference"]
