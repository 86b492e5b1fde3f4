"""The letters of the papers: which embedded font draws which character, and what happens if none does.

reportlab drops a character that its font lacks without a word ("128/72" became "12872"). Here a text is split
into runs by what each font covers, and what no font covers is written out by its name, in square brackets.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from io import BytesIO
from typing import Any

from reportlab.pdfbase import ttfonts as _ttfonts  # pyright: ignore[reportMissingTypeStubs] - it has none

from carenurse.documents.bidi import join_arabic

_reportlab: Any = _ttfonts
_INVISIBLE = frozenset("\u00ad\ufe0e\ufe0f\u200b\u200c\u200d\u2060\ufeff")
_UNSHAPED = (
    "DEVANAGARI",
    "BENGALI",
    "GURMUKHI",
    "GUJARATI",
    "TAMIL",
    "TELUGU",
    "KANNADA",
    "MALAYALAM",
    "SINHALA",
)
PER_MILLE = 1000


class Face:
    """One font file, ready to be embedded in one document (as the subset of letters that were used)."""

    def __init__(self, file_name: str) -> None:
        data = (files("resources") / "fonts" / file_name).read_bytes()
        self._font: Any = _EmbeddedFont(file_name.removesuffix(".ttf"), BytesIO(data), asciiReadable=False)
        self._glyphs: dict[int, int] = self._font.face.charToGlyph
        self._widths: dict[int, float] = self._font.face.charWidths

    def covers(self, letter: str) -> bool:
        """Say whether this font has a picture of this character."""
        return ord(letter) in self._glyphs

    def width(self, text: str) -> float:
        """Measure the text, in thousandths of the type size."""
        return sum(self._widths[ord(letter)] for letter in text)

    def encode(self, text: str, document: Any) -> list[tuple[str, bytes]]:
        """Write the text in the codes of this document's subsets: pairs of (resource name, codes)."""
        return [
            (self._font.getSubsetInternalName(subset, document), codes)
            for subset, codes in self._font.splitString(text, document)
        ]


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of one document, in the order in which they are asked for a character."""

    regular: tuple[Face, ...] = field(
        default_factory=lambda: (Face("NotoSans-Regular.ttf"), Face("DejaVuSans.ttf"))
    )
    bold: tuple[Face, ...] = field(
        default_factory=lambda: (Face("NotoSans-Bold.ttf"), Face("DejaVuSans-Bold.ttf"))
    )
    missing: set[str] = field(default_factory=set[str])
    """What was written out by name because no font has it."""
    unshaped: set[str] = field(default_factory=set[str])
    """Scripts whose letters were drawn side by side although they should be joined."""
    _advances: dict[tuple[str, bool], float] = field(default_factory=dict[tuple[str, bool], float])

    def prepare(self, text: str) -> str:
        """Make a text drawable: composed, joined, without invisible marks, uncovered characters named."""
        composed = (
            unicodedata.normalize("NFC", text).replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n")
        )
        return "".join(self._drawable(letter) for letter in join_arabic(composed))

    def width(self, text: str, size: float, *, strong: bool) -> float:
        """Measure a prepared text in points (letters do not kern: widths of parts add up)."""
        return sum(self._advance(letter, strong=strong) for letter in text) * size / PER_MILLE

    def _advance(self, letter: str, *, strong: bool) -> float:
        known = self._advances.get((letter, strong))
        if known is None:
            known = self._advances[letter, strong] = self._face_for(letter, strong=strong).width(letter)
        return known

    def runs(self, text: str, *, strong: bool) -> Iterator[tuple[Face, str]]:
        """Split a prepared text by the font that draws it."""
        current: Face | None = None
        run = ""
        for letter in text:
            face = self._face_for(letter, strong=strong)
            if face is not current and run and current is not None:
                yield current, run
                run = ""
            current = face
            run += letter
        if run and current is not None:
            yield current, run

    def _face_for(self, letter: str, *, strong: bool) -> Face:
        faces = self.bold if strong else self.regular
        return next((face for face in faces if face.covers(letter)), faces[0])

    def _drawable(self, letter: str) -> str:
        kind = unicodedata.category(letter)
        if letter == "\n" or kind in ("Zl", "Zp"):
            return "\n"
        if letter in _INVISIBLE or kind == "Cf":
            return ""
        if kind != "Cc" and all(
            any(face.covers(letter) for face in faces) for faces in (self.regular, self.bold)
        ):
            self._note_script(letter)
            return letter
        name = character_name(letter)
        self.missing.add(name)
        return f"[{name}]"

    def _note_script(self, letter: str) -> None:
        if letter > "\u08ff" and (script := unicodedata.name(letter, "").split(" ")[0]) in _UNSHAPED:
            self.unshaped.add(script.capitalize())


def character_name(letter: str) -> str:
    """Name a character in words, as Unicode does: "grinning face"; by its number if it has no name."""
    return (
        unicodedata.name(letter, f"U+{ord(letter):04X}")
        .lower()
        .replace("cjk unified ideograph-", "ideograph ")
    )


class _EmbeddedFont(_reportlab.TTFont):
    """A reportlab font whose table of meanings (ToUnicode) is valid.

    The stock table says that ``.notdef`` means U+0000 (forbidden by PDF/UA-1, 7.21.7), writes characters
    beyond the basic plane with five digits, and puts more than 100 rows into one block.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Embed the subsets, then correct their tables."""
        subsets = list(self.state[doc].subsets)
        _reportlab.TTFont.addObjects(self, doc)
        for key, stream in doc.idToObject.items():
            for number, subset in enumerate(subsets):
                if key == f"toUnicodeCMap:{self._subset_name(number)}":
                    stream.content = _meanings(subset)

    def _subset_name(self, number: int) -> str:
        prefix: bytes = _reportlab.SUBSETN(number)
        face: Any = self.face
        return (prefix + b"+" + face.name + face.subfontNameX).decode("ascii")


def _meanings(subset: list[int]) -> str:
    """Write the PDF table that says which character each code of a subset means."""
    rows = [
        f"<{code:02X}> <{chr(character).encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(subset)
        if character
    ]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = "\n".join(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar"))
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
        f"{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
