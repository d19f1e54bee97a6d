"""Structure of a tagged PDF: what pieces of content stand for, and how the tree is written.

`Tag` is what a program handles; an `Element` is its node in one file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFString

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
class Content:
    """A marked-content sequence: page index and its id there."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link annotation on a page, by its object name."""

    page: int
    name: str


class Element:
    """A structure element of the file being written."""

    __slots__ = ("bbox", "kids", "number", "parent", "tag")

    def __init__(self, number: int, tag: Tag, parent: Element | None) -> None:
        self.number, self.tag, self.parent = number, tag, parent
        self.kids: list[Element | Content | Annotation] = []
        self.bbox: Rect | None = None

    @property
    def reference(self) -> PDFObjectReference:
        """The reference to it in the file."""
        return PDFObjectReference(f"StructElem{self.number}")


def _page_reference(index: int) -> PDFObjectReference:
    return PDFObjectReference(f"Page{index + 1}")


def element_dictionary(element: Element) -> PDFDictionary:
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
        home = next((kid.page for kid in element.kids if isinstance(kid, Content)), None)
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


def _kid(kid: Element | Content | Annotation, home: int | None) -> Any:
    """Return one entry of an element's K."""
    if isinstance(kid, Element):
        return kid.reference
    page = _page_reference(kid.page)
    if isinstance(kid, Annotation):
        target = PDFObjectReference(kid.name)
        return PDFDictionary({"Type": PDFName("OBJR"), "Pg": page, "Obj": target})
    if kid.page == home:
        return kid.mcid
    return PDFDictionary({"Type": PDFName("MCR"), "Pg": page, "MCID": kid.mcid})


def _attributes(element: Element) -> list[PDFDictionary]:
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
