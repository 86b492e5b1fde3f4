"""The way to an office that is being checked: what a busy moment spoils is asked once more.

Else a gateway that was slow for a second would leave its office with a worse profile until somebody checks
again. All that a check keeps there is a test resource: that it may arrive twice does no harm.
"""

from collections.abc import Callable
from typing import Final

from typing_extensions import override

from carenurse.errors import ExpectedError
from carenurse.sync.wire import BAD_CERTIFICATE, NoAnswerError, Request, Response, UntrustedOfficeError, Wire
from carenurse.translations import tr

_BUSY: Final = frozenset({429, 502, 503, 504})
_PAUSE: Final = 2.0


class AskingTwice(Wire):
    """Asks a second time where no answer came, or one of a busy server. ``wait`` sleeps for seconds."""

    def __init__(self, wire: Wire, wait: Callable[[float], object]) -> None:
        self._wire, self._wait = wire, wait

    @property
    @override
    def base(self) -> str:
        return self._wire.base

    @override
    def send(self, request: Request) -> Response:
        """Ask. Raises NoAnswerError when the second answer does not come either."""
        try:
            answer = self._wire.send(request)
        except NoAnswerError as problem:
            if not problem.sent:
                raise
        else:
            if answer.status not in _BUSY:
                return answer
        self._wait(_PAUSE)
        return self._wire.send(request)


def silent(why: str) -> ExpectedError:
    """Say why nobody answered."""
    if why == BAD_CERTIFICATE:
        return UntrustedOfficeError()
    return ExpectedError(
        tr("This address does not answer as a FHIR office ({reason}).", reason=why or tr("no answer")),
        tr("Check the address, the network and the certificate."),
    )


def refused(answer: Response) -> ExpectedError:
    """Say why nothing can be kept there."""
    if answer.status in (401, 403):
        return ExpectedError(
            tr("The office refuses this token."), tr("Ask the office for one that may read and write.")
        )
    return ExpectedError(
        tr("The office keeps nothing that is sent to it (status {status}).", status=answer.status),
        tr("It cannot be used. Ask whoever runs it whether it takes FHIR R4 resources."),
    )
