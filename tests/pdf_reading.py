"""Reading a PDF back from its bytes: what each page draws, and the structure tree over it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Any

import pikepdf

POINTS_PER_MM = 72 / 25.4
PAINTING = frozenset(
    ["Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "EI"]
)
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Span:
    """Text shown by one operator: position in mm from the top left, on its baseline."""

    text: str
    page: int
    mcid: int | None
    x: float
    y: float
    width: float
    size: float
    upright: bool


@dataclass
class Page:
    """What one content stream draws."""

    spans: list[Span] = field(default_factory=list)
    tags: dict[int, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


# ---- reading -----------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def read_pages(data: bytes) -> list[Page]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return [_Reader(pdf, index).read() for index in range(len(pdf.pages))]


class _Reader:
    """Runs one page's content stream, following marks, fonts and positions."""

    def __init__(self, pdf: pikepdf.Pdf, index: int) -> None:
        self.page, self.index, self.out = pdf.pages[index], index, Page()
        self.height = float(self.page.mediabox[3])
        self.fonts: dict[str, tuple[dict[int, str], dict[int, float]]] = {}
        self.matrix: Matrix = (1, 0, 0, 1, 0, 0)
        self.saved: list[Matrix] = []
        self.line: Matrix = (1, 0, 0, 1, 0, 0)
        self.advance, self.size, self.leading, self.font = 0.0, 0.0, 0.0, ""
        self.marks: list[tuple[int | None, bool, int]] = []
        self.in_text = False
        self.actions: dict[str, Callable[[list[Any]], None]] = {
            "BDC": self.begin_mark,
            "BMC": self.begin_mark,
            "EMC": lambda _: self.end_mark(),
            "BT": lambda _: self.text_object(begins=True),
            "ET": lambda _: self.text_object(begins=False),
            "q": lambda _: self.saved.append(self.matrix),
            "Q": lambda _: self.restore(),
            "cm": self.concatenate,
            "Tm": lambda args: self.move(_matrix(args)),
            "T*": lambda _: self.move(_times((1, 0, 0, 1, 0, -self.leading), self.line)),
            "TL": self.set_leading,
            "Tf": self.set_font,
            "Tj": lambda args: self.show(bytes(args[0])),
        }

    def read(self) -> Page:
        for instruction in pikepdf.parse_content_stream(self.page):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self.fault("an inline image")
            else:
                self.step(list(instruction.operands), str(instruction.operator))
        if self.marks or self.in_text:
            self.fault("marks or text left open at the end")
        return self.out

    def fault(self, words: str) -> None:
        self.out.faults.append(f"page {self.index + 1}: {words}")

    def step(self, args: list[Any], operator: str) -> None:
        if operator in PAINTING and not self.marks:
            self.fault(f"{operator} outside marked content")
        if operator in ("TJ", "'", '"', "Td", "TD"):
            raise NotImplementedError(operator)
        if action := self.actions.get(operator):
            action(args)

    def text_object(self, *, begins: bool) -> None:
        self.in_text = begins
        self.move((1, 0, 0, 1, 0, 0))

    def move(self, line: Matrix) -> None:
        self.line, self.advance = line, 0.0

    def concatenate(self, args: list[Any]) -> None:
        self.matrix = _times(_matrix(args), self.matrix)

    def restore(self) -> None:
        self.matrix = self.saved.pop()

    def set_font(self, args: list[Any]) -> None:
        self.font, self.size = str(args[0]), float(args[1])

    def set_leading(self, args: list[Any]) -> None:
        self.leading = float(args[0])

    def begin_mark(self, args: list[Any]) -> None:
        properties = args[1] if len(args) > 1 else {}
        mcid = properties.get("/MCID") if hasattr(properties, "get") else None
        if self.marks:
            self.fault("marked content inside marked content")
        number = None if mcid is None else int(mcid)
        if number is not None:
            if number in self.out.tags:
                self.fault(f"MCID {number} used twice")
            self.out.tags[number] = str(args[0])
        self.marks.append((number, self.in_text, len(self.saved)))

    def end_mark(self) -> None:
        if not self.marks:
            self.fault("EMC without BDC")
            return
        _number, in_text, depth = self.marks.pop()
        if in_text != self.in_text:
            self.fault("marked content straddles BT/ET")
        if depth != len(self.saved):
            self.fault("marked content straddles q/Q")

    def show(self, raw: bytes) -> None:
        if self.font not in self.fonts:
            self.fonts[self.font] = _font(self.page.resources.Font[self.font])
        signs, widths = self.fonts[self.font]
        width = sum(widths.get(code, 0.0) for code in raw) * self.size / 1000
        place = _times((1, 0, 0, 1, self.advance, 0), _times(self.line, self.matrix))
        self.advance += width
        mcid = self.marks[-1][0] if self.marks else None
        self.out.spans.append(
            Span(
                "".join(signs.get(code, "\ufffd") for code in raw),
                self.index,
                mcid,
                place[4] / POINTS_PER_MM,
                (self.height - place[5]) / POINTS_PER_MM,
                width / POINTS_PER_MM,
                self.size,
                upright=abs(place[1]) < 1e-6,
            )
        )


def _matrix(args: list[Any]) -> Matrix:
    a, b, c, d, e, f = (float(arg) for arg in args)
    return (a, b, c, d, e, f)


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _font(font: pikepdf.Object) -> tuple[dict[int, str], dict[int, float]]:
    """Return code → text (from ToUnicode) and code → width of a simple font."""
    cmap = font.ToUnicode.read_bytes().decode("ascii")
    rows = re.findall(r"<([0-9A-F]{2})> <([0-9A-F]+)>", cmap.split("endcodespacerange")[1])
    signs = {int(code, 16): bytes.fromhex(value).decode("utf-16-be") for code, value in rows}
    first = int(font.FirstChar)
    widths = {first + i: float(width) for i, width in enumerate(font.Widths.as_list())}
    return signs, widths


# ---- structure ---------------------------------------------------------------------------------


@dataclass
class Element:
    """A structure element read back; ``kids``: elements and (page, mcid) pairs, in order."""

    type: str
    alt: str
    kids: list[Element | tuple[int, int]] = field(default_factory=list)

    def contents(self) -> Iterator[tuple[int, int]]:
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.contents()
            else:
                yield kid

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()


@lru_cache(maxsize=64)
def read_structure(data: bytes) -> tuple[Element, list[str]]:
    """Return the tree and what is wrong between it, the ParentTree and the annotations."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return _TreeReader(pdf).read()


class _TreeReader:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.root = pdf.Root.StructTreeRoot
        self.parents = pikepdf.NumberTree(self.root.ParentTree)
        self.pages: dict[tuple[int, int], int] = {
            page.obj.objgen: index for index, page in enumerate(pdf.pages)
        }
        self.keys = [int(page.obj.StructParents) for page in pdf.pages]
        self.links = sum(len(page.obj.get("/Annots", [])) for page in pdf.pages)
        self.faults: list[str] = []

    def read(self) -> tuple[Element, list[str]]:
        kids = self.root.K
        tree = self.element(kids[0] if isinstance(kids, pikepdf.Array) else kids, self.root)
        if self.links:
            self.faults.append(f"{self.links} annotations in no structure element")
        return tree, self.faults

    def element(self, raw: pikepdf.Object, parent: pikepdf.Object) -> Element:
        out = Element(str(raw.S), str(raw.get("/Alt", "")))
        if raw.P.objgen != parent.objgen:
            self.faults.append(f"{out.type}: its parent is another element")
        if out.type == "/TH" and not _scope(raw):
            self.faults.append("a header cell does not say what it heads")
        kids = raw.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            self.kid(raw, kid, out)
        return out

    def kid(self, raw: pikepdf.Object, kid: Any, out: Element) -> None:
        if isinstance(kid, int):
            self.content(raw, raw.Pg, kid, out)
        elif kid.get("/Type") == "/MCR":
            self.content(raw, kid.Pg, int(kid.MCID), out)
        elif kid.get("/Type") == "/OBJR":
            self.links -= 1
            key = int(kid.Obj.get("/StructParent", -1))
            if key not in self.parents or self.parents[key].objgen != raw.objgen:
                self.faults.append(f"{out.type}: the ParentTree has no way back from its link")
        else:
            out.kids.append(self.element(kid, raw))

    def content(self, raw: pikepdf.Object, page: pikepdf.Object, mcid: int, out: Element) -> None:
        index = self.pages[page.objgen]
        out.kids.append((index, mcid))
        row: Any = self.parents.get(self.keys[index], [])
        if mcid >= len(row) or row[mcid].objgen != raw.objgen:
            self.faults.append(f"page {index + 1}: wrong ParentTree entry for MCID {mcid}")


def _scope(cell: pikepdf.Object) -> str:
    attributes = cell.get("/A", pikepdf.Array())
    rows = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((str(row.Scope) for row in rows if "/Scope" in row), "")
