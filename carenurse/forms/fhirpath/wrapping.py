"""Text in another writing: base64, hexadecimal, HTML and JSON escapes."""

import base64
import binascii
import html
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from carenurse.forms.fhirpath.calls import Function, each
from carenurse.forms.fhirpath.failures import impossible, unsupported
from carenurse.forms.fhirpath.operators import short
from carenurse.translations import tr

_BARE_QUOTE = re.compile(r'(?<!\\)"')
_QUOTED = r'\\"'

_ENCODE: Mapping[str, Callable[[bytes], bytes]] = {
    "hex": binascii.hexlify,
    "base64": base64.b64encode,
    "urlbase64": base64.urlsafe_b64encode,
}


def _strict(text: bytes) -> bytes:
    return base64.b64decode(text, validate=True)


def _url_safe(text: bytes) -> bytes:
    return base64.b64decode(text, altchars=b"-_", validate=True)


_DECODE: Mapping[str, Callable[[bytes], bytes]] = {
    "hex": binascii.unhexlify,
    "base64": _strict,
    "urlbase64": _url_safe,
}


def _encoded(value: str, kind: str) -> str:
    return short(_chosen(_ENCODE, kind, "encode()")(value.encode()).decode("ascii"))


def _decoded(value: str, kind: str) -> str | None:
    """Read what encode() wrote; nothing when it is not in that writing."""
    work = _chosen(_DECODE, kind, "decode()")
    try:
        return work(value.encode()).decode()
    except (ValueError, UnicodeDecodeError):
        return None


def _chosen(table: Mapping[str, Callable[[bytes], bytes]], kind: str, name: str) -> Callable[[bytes], bytes]:
    if kind not in table:
        raise unsupported(tr("{what} to “{kind}”", what=name, kind=kind[:20]))
    return table[kind]


def _escaped(value: str, kind: str) -> str:
    if kind == "html":
        return short(html.escape(value))
    return short(json.dumps(value, ensure_ascii=False)[1:-1]) if kind == "json" else _unknown(kind)


def _unescaped(value: str, kind: str) -> str | None:
    if kind == "html":
        return html.unescape(value)
    if kind != "json":
        return _unknown(kind)
    try:
        return str(json.loads(f'"{_BARE_QUOTE.sub(_QUOTED, value)}"'))
    except ValueError:
        return None


def _unknown(kind: str) -> str:
    raise unsupported(tr("{what} to “{kind}”", what="escape()", kind=kind[:20]))


def _on_text(name: str, work: Callable[[str, str], Any]) -> Function:
    def checked(value: Any, arguments: list[Any]) -> Any:
        if not (isinstance(value, str) and isinstance(arguments[0], str)):
            raise impossible(tr("“{what}” needs text", what=name))
        return work(str(value), str(arguments[0]))

    return each(name, checked, 1)


WRAPPING: Mapping[str, Function] = {
    "encode": _on_text("encode()", _encoded),
    "decode": _on_text("decode()", _decoded),
    "escape": _on_text("escape()", _escaped),
    "unescape": _on_text("unescape()", _unescaped),
}
"""Functions between writings of a text."""
