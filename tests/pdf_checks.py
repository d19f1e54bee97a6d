"""What a finished PDF must be: read back from its bytes, by other libraries than the writer's.

The validator (page-validation) checks PDF/UA-1 and PDF/A-2a. Beside it: marked content against the
structure tree, which it reads only in part; and what a reader sees: text within the margins, no
two texts over one another, no lone line, no page left nearly empty.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import page as validator
import pikepdf
import pypdfium2

POINTS_PER_MM = 72 / 25.4
PAINTING = frozenset(
    ["Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "EI"]
)
#: Text stands between these, in mm from the left and the top; the footer below.
LEFT, RIGHT, TOP, BOTTOM, FOOT = 22.0, 192.0, 10.0, 276.0, 287.0
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
        self.advance, self.size, self.font = 0.0, 0.0, ""
        self.marks: list[tuple[int | None, bool, int]] = []
        self.in_text = False

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
        if operator in ("BDC", "BMC"):
            self.begin_mark(args)
        elif operator == "EMC":
            self.end_mark()
        elif operator in ("BT", "ET"):
            self.in_text = operator == "BT"
            self.line, self.advance = (1, 0, 0, 1, 0, 0), 0.0
        elif operator == "q":
            self.saved.append(self.matrix)
        elif operator == "Q":
            self.matrix = self.saved.pop()
        elif operator == "cm":
            self.matrix = _times(tuple(map(float, args)), self.matrix)  # type: ignore[arg-type]
        elif operator == "Tm":
            self.line, self.advance = tuple(map(float, args)), 0.0  # type: ignore[assignment]
        elif operator == "Tf":
            self.font, self.size = str(args[0]), float(args[1])
        elif operator == "Tj":
            self.show(bytes(args[0]))
        elif operator in ("TJ", "'", '"', "Td", "TD", "T*") and any(args):
            self.moved(operator, args)

    def moved(self, operator: str, args: list[Any]) -> None:
        if operator in ("Td", "TD"):
            move: Matrix = (1, 0, 0, 1, float(args[0]), float(args[1]))
            self.line, self.advance = _times(move, self.line), 0.0
        else:
            raise NotImplementedError(operator)

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


def structure_faults(data: bytes) -> list[str]:
    """Return what is wrong with marks and tree: straddling, unmarked ink, ids unclaimed or twice."""
    tree, faults = read_structure(data)
    pages = read_pages(data)
    for page in pages:
        faults += page.faults
    drawn = {
        (index, mcid): tag for index, page in enumerate(pages) for mcid, tag in page.tags.items()
    }
    claimed = Counter(content for content in tree.contents())
    faults += [f"unclaimed id {key}" for key in drawn if key not in claimed]
    faults += [f"id {key} claimed {count} times" for key, count in claimed.items() if count > 1]
    faults += [f"id {key} is drawn nowhere" for key in claimed if key not in drawn]
    for element in tree.walk():
        for kid in element.kids:
            if isinstance(kid, tuple) and kid in drawn and drawn[kid] != element.type:
                faults.append(f"{kid} is {drawn[kid]} in the page, {element.type} in the tree")
    return faults


def validation_failures(data: bytes, *profiles: str) -> list[str]:
    """Return the rules of PDF/UA-1 and PDF/A-2a that the file breaks."""
    out = []
    for profile in profiles or ("ua1", "2a"):
        result = validator.validate_pdf_bytes(data, profile=profile)
        if result.rules.total < 100:
            out.append(f"{profile}: only {result.rules.total} rules were checked")
        out += [f"{profile}: {failure.rule_id} {failure.message}" for failure in result.failures]
        if not result.is_compliant and not result.failures:
            out.append(f"{profile}: not compliant")
    return out


# ---- text --------------------------------------------------------------------------------------


def spoken_text(data: bytes) -> str:
    """Return what a screen reader says: the tree in order, alternatives in place of drawings."""
    tree, texts = read_structure(data)[0], _texts(data)
    return "\n".join(part for part in _spoken(tree, texts) if part.strip())


def _texts(data: bytes) -> dict[tuple[int, int], str]:
    texts: dict[tuple[int, int], str] = defaultdict(str)
    for index, page in enumerate(read_pages(data)):
        for span in page.spans:
            if span.mcid is not None:
                texts[index, span.mcid] += span.text
    return texts


def _spoken(element: Element, texts: Mapping[tuple[int, int], str]) -> Iterator[str]:
    if element.alt:
        yield element.alt
        return
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _spoken(kid, texts)
        else:
            yield texts.get(kid, "")


def drawn_text(data: bytes) -> str:
    """Return the words drawn, in the order of the tree, but for figures and page numbers."""
    tree, texts = read_structure(data)[0], _texts(data)
    return "".join(_drawn(tree, "", texts))


def _drawn(element: Element, parent: str, texts: Mapping[tuple[int, int], str]) -> Iterator[str]:
    if element.type == "/Figure" or (element.type == "/P" and parent == "/TOCI"):
        return
    if element.type != "/Span":
        yield "\n"
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _drawn(kid, element.type, texts)
        else:
            yield texts.get(kid, "")


def figure_words(data: bytes) -> list[tuple[str, str]]:
    """Return each figure's alternative and the words drawn in it, in reading order."""
    tree, texts = read_structure(data)[0], _texts(data)
    figures = [element for element in tree.walk() if element.type == "/Figure"]
    return [
        (figure.alt, " ".join(texts.get(content, "") for content in figure.contents()))
        for figure in figures
    ]


def words(text: str) -> str:
    """Return ``text`` with one plain space for any white space, and automatic hyphens undone."""
    text = re.sub("\u00ad\\s*", "", text)
    return " ".join(re.sub("[\u00a0\u2002\u2003\u202f]", " ", text).split())


def fonts_not_embedded(data: bytes) -> list[str]:
    out = []
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            for font in page.resources.get("/Font", {}).values():
                descriptor = font.get("/FontDescriptor")
                if descriptor is None or "/FontFile2" not in descriptor:
                    out.append(str(font.BaseFont))
    return sorted(set(out))


# ---- what the eye sees -------------------------------------------------------------------------


def text_faults(data: bytes) -> list[str]:
    """Return texts outside the margins, over one another, or without a glyph."""
    out = []
    for number, page in enumerate(read_pages(data), 1):
        lines = [span for span in page.spans if span.upright and span.text.strip()]
        for span in lines:
            words_end = span.x + span.width * len(span.text.rstrip()) / len(span.text)
            if span.x < LEFT - 0.3 or words_end > RIGHT + 0.5:
                out.append(f"page {number}: outside the margins: {span.text!r}")
            limit = BOTTOM if span.mcid is not None else FOOT
            if not TOP <= span.y <= limit + 0.5:
                out.append(f"page {number}: above or below the text: {span.text!r}")
            if "\ufffd" in span.text or "\x00" in span.text:
                out.append(f"page {number}: a character without glyph: {span.text!r}")
        out += [f"page {number}: {pair}" for pair in _overlaps(lines)]
    return out


def _overlaps(lines: list[Span]) -> Iterator[str]:
    boxes = sorted((_box(span) for span in lines), key=lambda box: box[1])
    for index, (left, top, right, bottom, text) in enumerate(boxes):
        for other in boxes[index + 1 :]:
            if other[1] >= bottom:
                break
            across = min(right, other[2]) - max(left, other[0])
            down = min(bottom, other[3]) - max(top, other[1])
            if across > 0.4 and down > 0.4:
                yield f"{text!r} and {other[4]!r} overlap"


def _box(span: Span) -> tuple[float, float, float, float, str]:
    """Return the box of the x-height and of the letters, descenders left out."""
    size = span.size / POINTS_PER_MM
    start = span.x + span.width * (len(span.text) - len(span.text.lstrip())) / len(span.text)
    end = span.x + span.width * len(span.text.rstrip()) / len(span.text)
    return (start, span.y - 0.62 * size, end, span.y, span.text)


def lone_lines(data: bytes) -> list[str]:
    """Return widows and orphans: a paragraph's single line, a heading, at a page's edge."""
    out = []
    tree, _faults = read_structure(data)
    pages = read_pages(data)
    baselines: dict[tuple[int, int], set[float]] = defaultdict(set)
    for page in pages:
        for span in page.spans:
            if span.mcid is not None and span.text.strip():
                baselines[span.page, span.mcid].add(round(span.y, 1))
    for element in tree.walk():
        by_page: dict[int, set[float]] = defaultdict(set)
        for kid in element.kids:
            if isinstance(kid, tuple):
                by_page[kid[0]] |= baselines[kid]
        if len(by_page) > 1 and any(len(lines) < 2 for lines in by_page.values()):
            out.append(f"{element.type} has a lone line on page {sorted(by_page)}")
    out += _headings_at_the_bottom(tree, len(pages))
    return out


def _headings_at_the_bottom(tree: Element, pages: int) -> Iterator[str]:
    last = [""] * pages
    for element in tree.walk():
        for kid in element.kids:
            if isinstance(kid, tuple):
                last[kid[0]] = element.type
    for index, kind in enumerate(last):
        if re.fullmatch(r"/H\d", kind):
            yield f"page {index + 1} ends with a heading"


def page_images(data: bytes, dpi: int) -> list[Any]:
    """Return the pages as grey Pillow images."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()


def fill_ratios(data: bytes) -> list[float]:
    """Return for each page how far down the text's height it is filled (0–1)."""
    out = []
    for image in page_images(data, 36):
        scale = image.height / 297
        top, bottom = round(24 * scale), round(278 * scale)
        body = image.crop((0, top, image.width, bottom)).point(lambda grey: 255 * (grey < 200))
        box = body.getbbox()
        out.append(box[3] / body.height if box else 0.0)
    return out
