"""A wire that loses, doubles, delays and garbles what goes over it, and answers in a stranger's name."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.sync.wire import FHIR_JSON, NoAnswerError, Request, Response

FAULTS: dict[str, tuple[int, ...]] = {
    "drop_request": (1, 6, 13),
    "never_left": (1, 13),
    "drop_answer": (2,),
    "double": (3,),
    "double_late": (3, 4),
    "late": (5, 52),
    "cut_answer": (7, 8, 9),
    "portal": (11,),
    "empty_answer": (11,),
    "redirect": (11,),
    "network_login": (11,),
    "fails_before": (15,),
    "fails_after": (15,),
    "too_many": (16,),
    "sign_in": (17,),
    "stopped_signing": (17,),
    "moment": (20,),
    "too_large": (22,),
    "accepted": (24,),
    "short": (25,),
    "untold": (26,),
    "hostile_row": (9, 26),
    "too_early": (15,),
}
"""Each fault and the numbers of the protocol's list that it stands for."""

_HARDER = 2.5
"""What writes meets so many times as many faults as what reads: there are few writes in a schedule."""
_UNHEARD = frozenset({"drop_answer", "cut_answer", "fails_after", "accepted"})
"""The office keeps it and the laptop does not hear so."""


@dataclass
class FaultyWire:
    """The way from one laptop to the office, in one schedule."""

    handle: Callable[[Request, str], Response]
    by: str
    chance: random.Random
    rate: float
    faults: tuple[str, ...]
    later: Callable[[float, Callable[[], object]], None]
    count: Callable[[str], None]
    guarded: bool
    unheard: Callable[[], object] = lambda: None
    """Called when the office kept something and the laptop will not hear of it."""
    meanwhile: Callable[[Request], object] = lambda _: None
    """Called when something that changes the office has left the laptop and is not there yet."""
    token_good: bool = True
    request: Request = field(default_factory=lambda: Request("GET", ""))

    @property
    def base(self) -> str:
        """Where the office is."""
        return "https://office.example.org/fhir"

    def send(self, request: Request) -> Response:
        """Deliver a request, or not quite."""
        self.count(f"{request.method} {request.path}")
        self.request = request
        if self.writes:
            self.meanwhile(request)
        if self.chance.random() >= self.rate * (_HARDER if self.writes else 1):
            return self.handle(request, self.by)
        fault = self._drawn()
        self.count(fault)
        return getattr(self, f"_{fault}")()

    def _drawn(self) -> str:
        """Draw a fault; of what writes, the answer is lost more often: nothing is harder to get right."""
        unheard = [one for one in self.faults if one in _UNHEARD]
        often = self.writes and unheard and self.chance.random() < 0.6
        return self.chance.choice(unheard if often else self.faults)

    def renew(self) -> bool:
        """Renew the token, which works more often than not."""
        return self.token_good

    @property
    def writes(self) -> bool:
        """Say whether the request at hand changes something."""
        asked = self.request
        if asked.method == "POST" and asked.path:
            return not asked.path.endswith("_search")
        return asked.method == "PUT" or b'"method":"P' in asked.body

    def _ask(self) -> Response:
        return self.handle(self.request, self.by)

    def _ask_unheard(self) -> Response:
        answer = self._ask()
        if self.writes:
            self.unheard()
        return answer

    def _ask_later(self, longest: float) -> None:
        request = self.request
        self.later(self.chance.uniform(1, longest), lambda: self.handle(request, self.by))

    def _drop_request(self) -> Response:
        raise NoAnswerError(sent=True, why="time-out")

    def _never_left(self) -> Response:
        raise NoAnswerError(sent=False, why="no route")

    def _drop_answer(self) -> Response:
        self._ask_unheard()
        raise NoAnswerError(sent=True, why="reset")

    def _double(self) -> Response:
        first, second = self._ask(), self._ask()
        return first if self.guarded or self.chance.random() < 0.5 else second

    def _double_late(self) -> Response:
        if self.writes and self.guarded:
            self._ask_later(900)
        return self._ask()

    def _late(self) -> Response:
        if self.writes:
            self._ask_later(100)
        raise NoAnswerError(sent=True, why="time-out")

    def _cut_answer(self) -> Response:
        answer = self._ask_unheard()
        return replace(answer, body=answer.body[: len(answer.body) // 2] or b"{")

    def _portal(self) -> Response:
        return Response(200, {"content-type": "text/html"}, b"<html>Welcome to the hotel</html>")

    def _empty_answer(self) -> Response:
        """Be a gateway that says that all is well, and keeps nothing."""
        headers = {"content-type": "text/html"} if self.chance.random() < 0.5 else {}
        return Response(self.chance.choice([200, 201]), headers, b"")

    def _redirect(self) -> Response:
        return Response(302, {"location": "http://login.example.net/"}, b"")

    def _network_login(self) -> Response:
        return Response(
            self.chance.choice([511, 403, 404]), {"content-type": "text/html"}, b"<html>Log in</html>"
        )

    def _fails_before(self) -> Response:
        return Response(self.chance.choice([500, 502, 503, 504]), {"content-type": "text/plain"}, b"no")

    def _fails_after(self) -> Response:
        self._ask_unheard()
        return Response(self.chance.choice([500, 502, 503, 504, 408]), {"content-type": "text/plain"}, b"no")

    def _too_many(self) -> Response:
        wait = self.chance.choice(["", "5", "99999999999", "soon"])
        return Response(429, {"retry-after": wait} if wait else {}, b"")

    def _sign_in(self) -> Response:
        self.token_good = True
        return Response(401, {}, b"")

    def _stopped_signing(self) -> Response:
        self.token_good = False
        return Response(401, {}, b"")

    def _moment(self) -> Response:
        body = {"resourceType": "OperationOutcome", "issue": [{"diagnostics": "try again"}]}
        return Response(409, {"content-type": FHIR_JSON}, write_json(body)) if self.writes else self._ask()

    def _too_large(self) -> Response:
        many = self.writes and self.request.path == "" and len(read_json(self.request.body)["entry"]) > 3
        return Response(413, {}, b"") if many else self._ask()

    def _accepted(self) -> Response:
        if self.chance.random() < 0.5:
            self._ask_unheard()
        return Response(202, {"content-type": FHIR_JSON}, b"")

    def _too_early(self) -> Response:
        return Response(425, {}, b"")

    def _short(self) -> Response:
        answer = self._ask()
        told = answer.resource
        if not told or told.get("resourceType") != "Bundle" or "response" not in str(told.get("type")):
            return answer
        return replace(answer, body=write_json({**told, "entry": told["entry"][:-1]}))

    def _hostile_row(self) -> Response:
        return with_hostile_rows(self._ask())

    def _untold(self) -> Response:
        answer = self._ask()
        headers = {
            name: value for name, value in answer.headers.items() if name not in ("etag", "last-modified")
        }
        told = answer.resource
        if told and "response" in str(told.get("type")):
            entries = [
                {**one, "response": {"status": one["response"]["status"]}} if "response" in one else one
                for one in told["entry"]
            ]
            return Response(answer.status, headers, write_json({**told, "entry": entries}))
        return replace(answer, headers=headers)


def with_hostile_rows(answer: Response) -> Response:
    """Put a row that is far too deep before the others of each page; the next tells no moment of its own."""
    told = answer.resource
    if told is None or told.get("resourceType") != "Bundle":
        return answer
    return replace(answer, body=write_json(_hostile(told)))


def _hostile(bundle: Resource) -> Resource:
    if bundle.get("type") == "batch-response":
        return {**bundle, "entry": [_with_hostile(one) for one in bundle["entry"]]}
    if bundle.get("type") != "searchset" or not bundle["entry"]:
        return bundle
    first, *rest = bundle["entry"]
    row = first["resource"]
    deep: Resource = {"resourceType": row["resourceType"], "id": "deep"}
    for _ in range(150):
        deep = {"resourceType": row["resourceType"], "id": "deep", "contained": [deep]}
    spoiled = {**row, "meta": {**row.get("meta", {}), "lastUpdated": "not a time"}}
    return {**bundle, "entry": [{"resource": deep}, {**first, "resource": spoiled}, *rest]}


def _with_hostile(entry: Resource) -> Resource:
    inner = entry.get("resource", {})
    return {**entry, "resource": _hostile(inner)} if inner.get("resourceType") == "Bundle" else entry


def written_by(request: Request) -> list[tuple[str, str]]:
    """List what a request writes; what stands there already is written over."""
    if request.path:
        return [_name_of(request.path)]
    asked = [entry.get("request", {}) for entry in read_json(request.body)["entry"]]
    return [_name_of(str(one["url"])) for one in asked if one.get("method") == "PUT"]


def _name_of(url: str) -> tuple[str, str]:
    kind, _, identity = url.partition("/")
    return kind, identity
