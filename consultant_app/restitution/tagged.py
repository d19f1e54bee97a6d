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

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from consultant_app.restitution import pdfa
from consultant_app.restitution.structure import (
    Annotation,
    Content,
    Element,
    Rect,
    Tag,
    element_dictionary,
)

#: Operators that leave ink on the page; each must be inside content or an artifact.
_PAINTING = frozenset(
    ["Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"]
)

#: Code 0 in a string, not after an escaped backslash: ReportLab's glyph for what a font lacks.
_NOTDEF = re.compile(r"(?<!\\)(?:\\\\)*\\000")
#: A line that Platypus broke elsewhere than at a hyphen.
_WRAPPED = re.compile(r"([^ -])\) Tj T\*$")


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the file says of itself. ``created`` is the only time that enters it (aware)."""

    title: str
    created: datetime
    lang: str = "fr-FR"
    author: str = ""
    subject: str = ""
    creator: str = ""


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
        self._pages: list[list[Element]] = [[]]
        self._links: list[tuple[Any, Element]] = []
        self._elements: list[Element] = []
        self._by_tag: dict[Tag, Element] = {}
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

    def _element(self, tag: Tag) -> Element:
        """Return the element of ``tag`` in this file, made at its first use."""
        if (known := self._by_tag.get(tag)) is not None:
            return known
        if tag.type == "Figure" and not tag.alt.strip():
            raise ValueError("a Figure needs an alternative text")
        self._check_heading(tag.type)
        parent = self._element(tag.parent) if tag.parent else next(iter(self._elements), None)
        element = Element(len(self._elements), tag, parent)
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
        element.kids.append(Content(len(self._pages) - 1, len(page)))
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

    def drawText(self, text: Any) -> None:
        """Draw text; the space at which Platypus wrapped a line is put back, for extraction."""
        code = text._code
        code[:-1] = [_WRAPPED.sub(r"\1 ) Tj T*", line) for line in code[:-1]]
        super().drawText(text)

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
        element.kids.append(Annotation(len(self._pages) - 1, self._doc.annotationName(name)))
        self._links.append((annotation, element))
        self._addAnnotation(annotation, name)

    def showPage(self) -> None:
        """End the page; raise `ValueError` on open marks or ink outside any tag."""
        if self._open:
            raise ValueError("marked content is still open at the end of the page")
        _refuse_untagged(self._code)
        _refuse_missing_glyphs(self._code)
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
        used = self._doc.fontMapping
        if foreign := [name for name in used if not isinstance(getFont(name), TTFont)]:
            raise ValueError(f"fonts that are not embedded: {', '.join(foreign)}")
        for element in self._elements:
            self._doc.Reference(element_dictionary(element), element.reference.name)
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


def _refuse_missing_glyphs(code: list[str]) -> None:
    """Raise `ValueError` if a text of ``code`` shows code 0, what a font lacks."""
    for line in code:
        if _NOTDEF.search(line):
            raise ValueError(f"a character without glyph: {line[-80:]}")
