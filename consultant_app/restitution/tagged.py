"""Tagged PDF for any ReportLab program: a canvas whose every mark belongs to a structure tree.

ReportLab writes no tags. `TaggedCanvas` adds them: draw inside ``with canvas.mark(tag)`` what is
content, inside ``with canvas.artifact()`` what is decoration; everything else is refused when the
page ends. `Tag` says what a piece of content stands for; it is immutable and compared by identity,
so that pieces drawn on several pages share one structure element. The result claims PDF/UA-1 and,
unless it is encrypted, PDF/A-2a (see `pdfa.py`).

ReportLab internals in use: ``_code``, ``_doc``, ``_addAnnotation``, ``__NoDefault__``; its version
is pinned for that reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFString
from reportlab.pdfgen.canvas import Canvas

from consultant_app.restitution import pdfa

#: Operators that leave ink on the page; each must be inside content or an artifact.
_PAINTING = frozenset(
    ["Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"]
)

Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """What a piece of content stands for.

    ``type``: a standard structure type (P, H1, L, TD, Figure…). ``parent`` None hangs it from the
    document. ``alt`` is required for figures. ``attributes``: owner ("Table", "List"…) → entries.
    """

    type: str
    parent: Tag | None = None
    alt: str = ""
    lang: str = ""
    attributes: Mapping[str, Mapping[str, str | int]] = field(default_factory=dict)


def header_cell(row: Tag, scope: str = "Column", **spans: int) -> Tag:
    """Return the tag of a table's header cell; ``scope`` is Column or Row; ``ColSpan``, ``RowSpan``."""
    return Tag("TH", row, attributes={"Table": {"Scope": scope, **spans}})


def data_cell(row: Tag, **spans: int) -> Tag:
    """Return the tag of a table's data cell; ``ColSpan``, ``RowSpan``."""
    return Tag("TD", row, attributes={"Table": dict(spans)} if spans else {})


def list_tag(parent: Tag | None = None, *, numbering: str = "None") -> Tag:
    """Return the tag of a list; ``numbering``: "None", "Disc", "Decimal", "UpperAlpha"."""
    return Tag("L", parent, attributes={"List": {"ListNumbering": numbering}})


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the file says of itself. ``created`` is the only time that enters it (aware)."""

    title: str
    created: datetime
    lang: str = "fr-FR"
    author: str = ""
    subject: str = ""
    creator: str = ""


@dataclass(frozen=True, slots=True)
class _Content:
    """A marked-content sequence: page index and its id there."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class _Annotation:
    """A link annotation on a page, by its object name."""

    page: int
    name: str


class _Element:
    """A structure element of the file being written."""

    __slots__ = ("bbox", "kids", "number", "parent", "tag")

    def __init__(self, number: int, tag: Tag, parent: _Element | None) -> None:
        self.number, self.tag, self.parent = number, tag, parent
        self.kids: list[_Element | _Content | _Annotation] = []
        self.bbox: Rect | None = None

    @property
    def reference(self) -> PDFObjectReference:
        return PDFObjectReference(f"StructElem{self.number}")


class TaggedCanvas(Canvas):
    """A ReportLab canvas that refuses untagged ink. Use it as you would `Canvas`.

    ``icc``: bytes of an sRGB profile, the output intent. ``encryption``: a ReportLab encryption
    object; the file then stays accessible but no longer claims PDF/A, which forbids encryption.
    ``font``: the initial font, which must be embedded.
    """

    # ReportLab's own, which its type stubs leave out.
    _doc: Any
    _code: list[str]
    _bookmarkReference: Any  # noqa: N815
    _addAnnotation: Any  # noqa: N815

    def __init__(
        self,
        out: BytesIO | str,
        info: DocumentInfo,
        *,
        icc: bytes,
        font: str,
        pagesize: tuple[float, float],
        encryption: Any = None,
    ) -> None:
        pdfa.install()
        self._pages: list[list[_Element]] = [[]]
        self._links: list[tuple[Any, _Element]] = []
        self._elements: list[_Element] = []
        self._by_tag: dict[Tag, _Element] = {}
        self._open = False
        self._heading = 0
        super().__init__(
            out,
            pagesize=pagesize,
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            initialFontName=font,  # type: ignore[arg-type]  # the stubs are wrong
            lang=info.lang,
        )
        if encryption is not None:
            self._doc.encrypt = encryption
        pdfa.describe(self, info)
        pdfa.claim(self, icc, info, archival=encryption is None)
        self._root = self._element(Tag("Document"))

    def _element(self, tag: Tag) -> _Element:
        """Return the element of ``tag`` in this file, made at its first use."""
        if (known := self._by_tag.get(tag)) is not None:
            return known
        if tag.type == "Figure" and not tag.alt.strip():
            raise ValueError("a Figure needs an alternative text")
        self._check_heading(tag.type)
        parent = self._element(tag.parent) if tag.parent else next(iter(self._elements), None)
        element = _Element(len(self._elements), tag, parent)
        self._elements.append(element)
        self._by_tag[tag] = element
        if parent is not None:
            parent.kids.append(element)
        return element

    def _check_heading(self, kind: str) -> None:
        if kind[0] != "H" or not kind[1:].isdigit():
            return
        level = int(kind[1:])
        if level > self._heading + 1:
            raise ValueError(f"heading level skipped: {kind} after H{self._heading}")
        self._heading = level

    def declare(self, tag: Tag) -> None:
        """Give ``tag`` its place in the reading order before, or without, drawing it."""
        self._element(tag)

    @contextmanager
    def mark(self, tag: Tag, bbox: Rect | None = None) -> Iterator[None]:
        """Draw content of ``tag``; inside another mark or artifact it changes nothing.

        ``bbox``: what a figure covers on the page, in points from the lower left corner.
        """
        if self._open:
            yield
            return
        element = self._element(tag)
        if bbox is not None:
            element.bbox = bbox
        page = self._pages[-1]
        element.kids.append(_Content(len(self._pages) - 1, len(page)))
        self._code.append(f"/{tag.type} <</MCID {len(page)}>> BDC")
        page.append(element)
        yield from self._inside()

    @contextmanager
    def artifact(self, kind: str = "Layout", subtype: str = "") -> Iterator[None]:
        """Draw decoration; ``kind``: Layout, Pagination, Background, Page."""
        if self._open:
            yield
            return
        more = f" /Subtype /{subtype}" if subtype else ""
        self._code.append(f"/Artifact <</Type /{kind}{more}>> BDC")
        yield from self._inside()

    def _inside(self) -> Iterator[None]:
        self._open = True
        try:
            yield
        finally:
            self._code.append("EMC")
            self._open = False

    def link(self, tag: Tag, rect: Rect, label: str, *, page_key: str = "", uri: str = "") -> None:
        """Make ``rect`` a link of the Link element ``tag`` to a bookmark key or an address."""
        element = self._element(tag)
        entries: dict[str, Any] = {
            "Type": PDFName("Annot"),
            "Subtype": PDFName("Link"),
            "Rect": PDFArray(list(rect)),
            "Border": PDFArray([0, 0, 0]),
            "F": 4,
            "Contents": PDFString(label),
        }
        if uri:
            action = {"Type": PDFName("Action"), "S": PDFName("URI"), "URI": PDFString(uri)}
            entries["A"] = PDFDictionary(action)
        else:
            entries["Dest"] = self._bookmarkReference(page_key)
        annotation = PDFDictionary(entries)
        name = f"TaggedLink{len(self._links)}"
        element.kids.append(_Annotation(len(self._pages) - 1, self._doc.annotationName(name)))
        self._links.append((annotation, element))
        self._addAnnotation(annotation, name)

    def showPage(self) -> None:
        """End the page; raise `ValueError` on open marks or ink outside any tag."""
        if self._open:
            raise ValueError("marked content is still open at the end of the page")
        _refuse_untagged(self._code)
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = len(self._pages) - 1, PDFName("S")
        self._pages.append([])

    def getpdfdata(self) -> bytes:
        """End the last page and return the finished file."""
        self._finish()
        data: bytes = super().getpdfdata()  # type: ignore[no-untyped-call]
        return data

    def save(self) -> None:
        """End the last page and write the finished file."""
        self._finish()
        super().save()

    def _finish(self) -> None:
        if self._code:
            self.showPage()
        for element in self._elements:
            self._doc.Reference(_element_dictionary(element), element.reference.name)
        numbers: list[Any] = []
        for index, elements in enumerate(self._pages[:-1]):
            content = PDFArray([element.reference for element in elements])
            numbers += [index, self._doc.Reference(content, f"StructPage{index}")]
        for index, (annotation, element) in enumerate(self._links, len(self._pages) - 1):
            annotation["StructParent"] = index
            numbers += [index, element.reference]
        self._doc.Catalog.StructTreeRoot = self._doc.Reference(
            PDFDictionary(
                {
                    "Type": PDFName("StructTreeRoot"),
                    "K": PDFArray([self._root.reference]),
                    "ParentTree": self._doc.Reference(PDFDictionary({"Nums": PDFArray(numbers)})),
                    "ParentTreeNextKey": len(numbers) // 2,
                }
            ),
            "StructRoot",
        )


def _refuse_untagged(code: list[str]) -> None:
    """Raise `ValueError` if an operator of ``code`` paints outside marked content."""
    depth = 0
    for line in code:
        words = line.split()
        operator = words[-1] if words else ""
        if operator in ("BDC", "BMC"):
            depth += 1
        elif operator == "EMC":
            depth -= 1
        elif depth == 0 and (operator in _PAINTING or (operator == "ET" and "Tj" in words)):
            raise ValueError(f"drawn outside any tag: {line[-80:]}")


def _page_reference(index: int) -> PDFObjectReference:
    return PDFObjectReference(f"Page{index + 1}")


def _element_dictionary(element: _Element) -> PDFDictionary:
    """Return the StructElem of ``element`` as ReportLab writes it."""
    tag, parent = element.tag, element.parent
    out = PDFDictionary(
        {
            "Type": PDFName("StructElem"),
            "S": PDFName(tag.type),
            "P": parent.reference if parent else PDFObjectReference("StructRoot"),
        }
    )
    if not element.kids:
        if tag.type not in ("TD", "TH"):
            raise ValueError(f"empty structure element {tag.type}")
    else:
        home = next((kid.page for kid in element.kids if isinstance(kid, _Content)), None)
        if home is not None:
            out["Pg"] = _page_reference(home)
        out["K"] = PDFArray([_kid(kid, home) for kid in element.kids])
    if tag.alt:
        out["Alt"] = PDFString(tag.alt)
    if tag.lang:
        out["Lang"] = PDFString(tag.lang)
    if attributes := _attributes(element):
        out["A"] = PDFArray(attributes)
    return out


def _kid(kid: _Element | _Content | _Annotation, home: int | None) -> Any:
    """Return one entry of an element's K."""
    if isinstance(kid, _Element):
        return kid.reference
    page = _page_reference(kid.page)
    if isinstance(kid, _Annotation):
        target = PDFObjectReference(kid.name)
        return PDFDictionary({"Type": PDFName("OBJR"), "Pg": page, "Obj": target})
    if kid.page == home:
        return kid.mcid
    return PDFDictionary({"Type": PDFName("MCR"), "Pg": page, "MCID": kid.mcid})


def _attributes(element: _Element) -> list[PDFDictionary]:
    """Return the attribute objects of ``element``: its tag's, and a figure's bounding box."""
    out = []
    for owner, entries in element.tag.attributes.items():
        values = {k: PDFName(v) if isinstance(v, str) else v for k, v in entries.items()}
        out.append(PDFDictionary({"O": PDFName(owner), **values}))
    if element.bbox:
        box = PDFArray([round(value, 2) for value in element.bbox])
        place = {"BBox": box, "Placement": PDFName("Block")}
        out.append(PDFDictionary({"O": PDFName("Layout"), **place}))
    return out


__all__ = [
    "DocumentInfo",
    "Rect",
    "Tag",
    "TaggedCanvas",
    "data_cell",
    "header_cell",
    "list_tag",
]
