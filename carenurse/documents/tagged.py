"""A tagged PDF, readable by a screen reader: a thin layer over reportlab's writer, which knows no tags.

Every mark on a page is either the content of a structure element (heading, paragraph, list, table) or an
artifact (rule, frame, page number). The result keeps PDF/UA-1 (ISO 14289-1); a test asks a checker.
Only embedded fonts are used, no file is written, and the same calls give the same bytes.
Lengths are points (1/72 inch), measured from the top left corner of the page.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc as _pdfdoc  # pyright: ignore[reportMissingTypeStubs] - it has none

from carenurse.documents.bidi import mirrored, separate_arabic, visual_order
from carenurse.documents.fonts import PER_MILLE, Face, Fonts

_pdf: Any = _pdfdoc
LETTER = (612.0, 792.0)
"""US Letter in points."""
_KAPPA = 0.5523
"""How far the control points of a quarter circle lie, in radii."""


@dataclass(slots=True, eq=False)
class Element:
    """One node of the structure that a screen reader walks: its tag, and children or marked content."""

    tag: str
    attributes: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    language: str | None = None
    children: list["Element | tuple[int, int]"] = field(default_factory=list["Element | tuple[int, int]"])


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle on the page; ``x`` and ``y`` are its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True)
class _Page:
    code: list[str] = field(default_factory=list[str])
    owners: list[Element] = field(default_factory=list[Element])


class TaggedPdf:
    """One document in the making; ``title`` and ``language`` (BCP 47) are what a reader announces."""

    def __init__(self, title: str, language: str, fonts: Fonts, size: tuple[float, float] = LETTER) -> None:
        self.width, self.height = size
        self._document: Any = _pdf.PDFDocument(invariant=1, lang=language, compression=1)
        self._title = title
        self.fonts = fonts
        self._pages: list[_Page] = []
        self._page = 0
        self._root = Element("Document")
        self._open: list[Element] = [self._root]
        self._marked: Element | None = None

    @property
    def pages(self) -> int:
        """How many pages there are so far."""
        return len(self._pages)

    @property
    def page(self) -> int:
        """The page being drawn on, from 0."""
        return self._page

    def new_page(self) -> None:
        """Begin a page at the end and draw on it."""
        self._end_mark()
        self._pages.append(_Page())
        self._page = len(self._pages) - 1

    def go_to_page(self, number: int) -> None:
        """Draw on an earlier page again (from 0)."""
        self._end_mark()
        self._page = number

    @contextmanager
    def element(self, element: Element) -> Generator[Element]:
        """Draw inside this structure element; entering one again (on the next page) continues it."""
        self._end_mark()
        parent = self._open[-1]
        if element not in parent.children:
            parent.children.append(element)
        self._open.append(element)
        yield element
        self._end_mark()
        self._open.pop()

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Generator[None]:
        """Draw something that a screen reader passes over; ``kind`` is Layout or Pagination."""
        self._end_mark()
        self._emit(f"/Artifact <</Type /{kind}>> BDC")
        owner, self._marked = self._marked, Element("Artifact")
        yield
        self._emit("EMC")
        self._marked = owner

    def text(self, x: float, y: float, text: str, size: float, *, strong: bool = False) -> float:
        """Draw one line of prepared text with its baseline at y; gives back where it ends.

        A new line in the text is drawn as a space: breaking lines is the caller's.
        """
        text = text.replace("\n", " ")
        if not text:
            return x
        self._begin_mark()
        turned = visual_order(text)
        drawn = "".join(mirrored(text[place]) if level % 2 else text[place] for place, level in turned)
        spoken = separate_arabic(text)
        if drawn != spoken:
            self._emit(f"/Span <</ActualText <FEFF{spoken.encode('utf-16-be').hex().upper()}>>> BDC")
        for face, run in self.fonts.runs(drawn, strong=strong):
            x = self._run(x, y, face, run, size)
        if drawn != spoken:
            self._emit("EMC")
        return x

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float) -> None:
        """Draw a rule."""
        top = self.height
        with self.artifact():
            self._emit(f"{_n(width)} w {_n(x1)} {_n(top - y1)} m {_n(x2)} {_n(top - y2)} l S")

    def frame(self, frame: Frame, stroke: float, radius: float) -> None:
        """Draw a frame with round corners; the stroke lies inside it."""
        half = stroke / 2
        middle = Frame(frame.x + half, frame.y + half, frame.width - stroke, frame.height - stroke)
        with self.artifact():
            self._emit(f"{_n(stroke)} w {self._rounded(middle, radius)} S")

    def disc(self, x: float, y: float, radius: float) -> None:
        """Draw a filled dot around a point, as an artifact (the list's structure says it is a list)."""
        with self.artifact():
            path = self._rounded(Frame(x - radius, y - radius, 2 * radius, 2 * radius), radius)
            self._emit(f"{path} f")

    def finish(self) -> bytes:
        """Write the file. The document cannot be drawn on any more."""
        self._end_mark()
        for number, page in enumerate(self._pages):
            self._document.addPage(self._made_page(number, page))
        catalog = self._document.Catalog
        catalog.StructTreeRoot = self._structure()
        catalog.MarkInfo = _pdf.PDFDictionary({"Marked": _pdf.PDFtrue})
        catalog.ViewerPreferences = _pdf.PDFDictionary({"DisplayDocTitle": _pdf.PDFtrue})
        catalog.Metadata = self._metadata()
        self._document.Outlines.ready = -1
        self._document.setTitle(self._title)
        self._document.setAuthor("CareNurse")
        self._document.setCreator("CareNurse")
        self._document.setSubject(self._title)
        data: bytes | str = self._document.GetPDFData(None)
        return data.encode("latin-1") if isinstance(data, str) else data

    def _run(self, x: float, y: float, face: Face, run: str, size: float) -> float:
        drawn = 0
        for name, codes in face.encode(run, self._document):
            place = f"1 0 0 1 {_n(x)} {_n(self.height - y)} Tm"
            self._emit(f"BT {name} {_n(size)} Tf {place} <{codes.hex()}> Tj ET")
            x += face.width(run[drawn : drawn + len(codes)]) * size / PER_MILLE
            drawn += len(codes)
        return x

    def _rounded(self, frame: Frame, radius: float) -> str:
        left, right, top = frame.x, frame.x + frame.width, self.height - frame.y
        bottom = top - frame.height
        r, k = radius, radius * (1 - _KAPPA)
        points: list[tuple[str, Sequence[float]]] = [
            ("m", (left + r, bottom)),
            ("l", (right - r, bottom)),
            ("c", (right - k, bottom, right, bottom + k, right, bottom + r)),
            ("l", (right, top - r)),
            ("c", (right, top - k, right - k, top, right - r, top)),
            ("l", (left + r, top)),
            ("c", (left + k, top, left, top - k, left, top - r)),
            ("l", (left, bottom + r)),
            ("c", (left, bottom + k, left + k, bottom, left + r, bottom)),
        ]
        return " ".join(f"{' '.join(_n(value) for value in at)} {verb}" for verb, at in points) + " h"

    def _emit(self, operators: str) -> None:
        self._pages[self._page].code.append(operators)

    def _begin_mark(self) -> None:
        if self._marked is not None:
            return
        page, element = self._pages[self._page], self._open[-1]
        self._emit(f"/{element.tag} <</MCID {len(page.owners)}>> BDC")
        element.children.append((self._page, len(page.owners)))
        page.owners.append(element)
        self._marked = element

    def _end_mark(self) -> None:
        if self._marked is not None:
            self._emit("EMC")
            self._marked = None

    def _made_page(self, number: int, page: _Page) -> Any:
        made = _pdf.PDFPage()
        made.__NoDefault__ = [*made.__NoDefault__, "StructParents", "Tabs"]
        made.pagewidth, made.pageheight = self.width, self.height
        made.StructParents, made.Tabs = number, _pdf.PDFName("S")
        made.setCompression(1)
        made.setStream(page.code)
        made.ExtGState = None
        made._shadingUsed = made._colorsUsed = {}  # noqa: SLF001 - what its canvas would have filled
        return made

    def _structure(self) -> Any:
        root = _pdf.PDFDictionary({"Type": _pdf.PDFName("StructTreeRoot")})
        reference = self._document.Reference(root, "StructTreeRoot")
        known: dict[int, Any] = {}
        root.dict["K"] = self._node(self._root, reference, known)
        numbers: list[Any] = []
        for number, page in enumerate(self._pages):
            numbers += [number, _pdf.PDFArray([known[id(owner)] for owner in page.owners])]
        root.dict["ParentTree"] = _pdf.PDFDictionary({"Nums": _pdf.PDFArray(numbers)})
        root.dict["ParentTreeNextKey"] = len(self._pages)
        return root

    def _node(self, element: Element, parent: Any, known: dict[int, Any]) -> Any:
        node = _pdf.PDFDictionary(
            {"Type": _pdf.PDFName("StructElem"), "S": _pdf.PDFName(element.tag), "P": parent}
        )
        reference = known[id(element)] = self._document.Reference(node, f"Element{len(known)}")
        if element.language:
            node.dict["Lang"] = _pdf.PDFString(element.language)
        if element.attributes:
            node.dict["A"] = _pdf.PDFArray(
                [_attribute(owner, of) for owner, of in element.attributes.items()]
            )
        node.dict["K"] = _pdf.PDFArray([self._child(child, reference, known) for child in element.children])
        return reference

    def _child(self, child: Element | tuple[int, int], parent: Any, known: dict[int, Any]) -> Any:
        if isinstance(child, Element):
            return self._node(child, parent, known)
        page, mark = child
        place = _pdf.PDFObjectReference(f"Page{page + 1}")
        return _pdf.PDFDictionary({"Type": _pdf.PDFName("MCR"), "Pg": place, "MCID": mark})

    def _metadata(self) -> Any:
        packet = _XMP.format(title=escape(self._title))
        return _pdf.PDFStream(
            dictionary=_pdf.PDFDictionary({"Type": _pdf.PDFName("Metadata"), "Subtype": _pdf.PDFName("XML")}),
            content=packet.encode("utf-8"),
        )


def _attribute(owner: str, values: dict[str, str]) -> Any:
    return _pdf.PDFDictionary({"O": _pdf.PDFName(owner)} | {k: _pdf.PDFName(v) for k, v in values.items()})


def _n(value: float) -> str:
    """Write a length as PDF wants it: two places are a fiftieth of a millimetre at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>
"""
