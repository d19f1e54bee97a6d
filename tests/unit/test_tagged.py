"""A tagged file by any ReportLab program, and the checks that notice what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFStream
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

from consultant_app.assets import resource
from consultant_app.restitution import styles
from consultant_app.restitution.encryption import Aes256Encryption
from consultant_app.restitution.structure import Tag, data_cell, header_cell, list_tag
from consultant_app.restitution.tagged import DocumentInfo, TaggedCanvas
from tests import pdf_checks
from tests.pdf_reading import read_structure

NOON = datetime(2026, 6, 16, 12, tzinfo=UTC)


def canvas(
    *, encryption: Aes256Encryption | None = None, out: BytesIO | None = None
) -> TaggedCanvas:
    styles.fonts()
    return TaggedCanvas(
        out or BytesIO(),
        DocumentInfo("Relevé <2026> & suite", NOON, author="A. Modèle", subject="Essai"),
        icc=resource("icc", "sRGB.icc").read_bytes(),
        font=styles.font_name("regular"),
        pagesize=(595, 842),
        encryption=encryption,
    )


def write(paper: TaggedCanvas, tag: Tag | None, words: str, y: float, x: float = 70) -> None:
    with paper.mark(tag) if tag else paper.artifact("Pagination", "Footer"):
        paper.setFont(styles.font_name("regular"), 11)
        paper.drawString(x, y, words)


def draw_survey(paper: TaggedCanvas) -> None:
    """Two pages with a heading, a list, a table, a figure, a link, a paragraph on both pages."""
    paper.bookmarkPage("start")
    paper.addOutlineEntry("Relevé", "start", 0)
    write(paper, Tag("H1"), "Relevé des espèces", 780)
    items = list_tag(numbering="Decimal")
    for number in (1, 2):
        item = Tag("LI", items)
        write(paper, Tag("Lbl", item), f"{number}.", 760 - 20 * number)
        write(paper, Tag("LBody", item), "une mésange œuvrant", 760 - 20 * number, x=90)
    table = Tag("Table")
    head, row = Tag("TR", table), Tag("TR", table)
    for column, words in enumerate(("Espèce", "Nombre")):
        write(paper, header_cell(head), words, 680, x=70 + 120 * column)
    write(paper, header_cell(row, "Row"), "Mésange", 660)
    write(paper, data_cell(row), "12", 660, x=190)
    with paper.mark(Tag("Figure", alt="Deux carrés, l’un plein."), (70, 560, 160, 600)):
        paper.rect(70, 560, 40, 40, fill=1)
        paper.rect(120, 560, 40, 40)
    link = Tag("Link", Tag("P"))
    write(paper, link, "Revenir au début", 530)
    paper.link(link, (70, 526, 180, 541), "Revenir au début", page_key="start")
    paragraph = Tag("P")
    for line in range(2):
        write(paper, paragraph, "Un paragraphe qui commence ici ", 100 - 14 * line)
    write(paper, None, "page 1", 40, x=500)
    paper.showPage()
    for line in range(2):
        write(paper, paragraph, "et finit là.", 780 - 14 * line)
    write(paper, Tag("H2"), "Suite", 700)
    address = Tag("Link", Tag("P"))
    write(paper, address, "https://exemple.invalid", 680)
    paper.link(address, (70, 676, 200, 691), "Site", uri="https://exemple.invalid")
    write(paper, None, "page 2", 40, x=500)


@pytest.fixture(scope="module")
def survey() -> bytes:
    paper = canvas()
    draw_survey(paper)
    return paper.getpdfdata()


def all_faults(data: bytes) -> list[str]:
    return [
        *pdf_checks.validation_failures(data),
        *pdf_checks.structure_faults(data),
        *pdf_checks.lone_lines(data),
        *pdf_checks.fonts_not_embedded(data),
    ]


def test_the_file_is_accessible_archivable_and_sound(survey: bytes) -> None:
    assert all_faults(survey) == []


def test_it_is_read_in_the_order_of_the_tree(survey: bytes) -> None:
    spoken = pdf_checks.words(pdf_checks.spoken_text(survey))
    assert spoken == (
        "Relevé des espèces 1. une mésange œuvrant 2. une mésange œuvrant Espèce Nombre Mésange 12 "
        "Deux carrés, l’un plein. Revenir au début Un paragraphe qui commence ici "
        "Un paragraphe qui commence ici et finit là. et finit là. Suite https://exemple.invalid"
    )


def test_the_same_drawing_gives_the_same_bytes(survey: bytes) -> None:
    paper = canvas()
    draw_survey(paper)
    assert paper.getpdfdata() == survey


def test_the_only_date_inside_is_the_one_given(survey: bytes) -> None:
    with pikepdf.open(BytesIO(survey)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260616120000")
        assert "2026-06-16T12:00:00Z" in pdf.Root.Metadata.read_bytes().decode()


def test_a_password_encrypts_everything_and_keeps_the_file_accessible() -> None:
    paper = canvas(encryption=Aes256Encryption("clé d’été"))
    draw_survey(paper)
    data = paper.getpdfdata()
    assert "Relevé".encode("utf-16-be") not in data
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(data))
    with pikepdf.open(BytesIO(data), password="clé d’été") as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
        assert pdf.check_pdf_syntax() == []
        assert "pdfaid:part" not in pdf.Root.Metadata.read_bytes().decode()
        clear = BytesIO()
        pdf.save(clear, encryption=False)
    assert pdf_checks.validation_failures(clear.getvalue(), "ua1") == []
    assert "Un paragraphe qui commence ici" in pdf_checks.drawn_text(clear.getvalue())


def left_open(paper: TaggedCanvas) -> AbstractContextManager[None]:
    artifact = paper.artifact()
    artifact.__enter__()
    return artifact


def in_helvetica(paper: TaggedCanvas) -> None:
    with paper.mark(Tag("P")):
        paper.setFont("Helvetica", 11)
        paper.drawString(70, 700, "sans police")


def finish(paper: TaggedCanvas, draw: Callable[[TaggedCanvas], object]) -> None:
    held = draw(paper)
    paper.showPage()
    del held
    paper.getpdfdata()


@pytest.mark.parametrize(
    ("draw", "complaint"),
    [
        (lambda paper: paper.drawString(70, 700, "nu"), "outside any tag"),
        (lambda paper: paper.rect(70, 700, 9, 9), "outside any tag"),
        (lambda paper: paper.mark(Tag("Figure")).__enter__(), "alternative text"),
        (lambda paper: write(paper, Tag("H2"), "saut", 700), "level skipped"),
        (left_open, "still open"),
        (in_helvetica, "not embedded: Helvetica"),
        (lambda paper: write(paper, Tag("P"), "nom 社長", 700), "without glyph"),
        (lambda paper: paper.declare(Tag("P")), "empty structure element"),
    ],
)
def test_careless_drawing_is_refused(
    draw: Callable[[TaggedCanvas], object], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        finish(canvas(), draw)


def test_backslashes_are_no_missing_glyphs() -> None:
    paper = canvas()
    write(paper, Tag("H1"), r"C:\000\\000 et (parenthèses)", 700)
    assert r"C:\000\\000 et (parenthèses)" in pdf_checks.drawn_text(paper.getpdfdata())


def test_more_signs_than_a_subset_holds() -> None:
    """Over 255 signs take several subsets, each with a ToUnicode map in blocks of 100."""
    paper = canvas()
    write(paper, Tag("H1"), "Alphabets", 780)
    covered = sorted(code for code in styles.fonts()["regular"].face.charToGlyph if code > 0xC0)
    signs = [chr(code) for code in covered if chr(code).isalpha()][:400]
    for index in range(0, 400, 40):
        write(paper, Tag("P"), "".join(signs[index : index + 40]), 740 - index / 4)
    data = paper.getpdfdata()
    assert all_faults(data) == []
    assert "".join(signs) in pdf_checks.drawn_text(data).replace("\n", "")


class Tagged(Paragraph):
    """A Platypus paragraph that stands for ``tag``, whichever page its parts come on."""

    tag: Tag

    def split(self, width: float, height: float) -> list[Flowable]:
        parts = super().split(width, height)
        for part in parts:
            assert isinstance(part, Tagged)
            part.tag = self.tag
        return parts

    def draw(self) -> None:
        assert isinstance(self.canv, TaggedCanvas)
        with self.canv.mark(self.tag):
            super().draw()


def test_a_platypus_program_can_use_it() -> None:
    """Frames and page breaks are ReportLab's; the one paragraph on two pages stays one element."""
    styles.fonts()
    style = ParagraphStyle("body", fontName=styles.font_name("regular"), fontSize=12, leading=16)
    story: list[Flowable] = []
    for words, tag in (("Rapport", Tag("H1")), ("Une phrase assez longue. " * 150, Tag("P"))):
        paragraph = Tagged(words, style)
        paragraph.tag = tag
        story.append(paragraph)
    out = BytesIO()
    document = SimpleDocTemplate(out, title="Rapport", author="A. Modèle")
    document.build(story, canvasmaker=lambda file, **_: canvas(out=file))
    data = out.getvalue()
    assert all_faults(data) == []
    tree, _ = read_structure(data)
    paragraphs = [element for element in tree.walk() if element.type == "/P"]
    assert [{page for page, _ in element.contents()} for element in paragraphs] == [{0, 1}]
    said = pdf_checks.words(pdf_checks.drawn_text(data))
    assert said == "Rapport " + " ".join(["Une phrase assez longue."] * 150)


@pytest.mark.parametrize("last", [b"\r", b"\n", b"\r\n", b" ", b""])
def test_a_stream_may_end_with_any_byte(last: bytes) -> None:
    """Compressed streams end with a carriage return once in 256."""
    paper = canvas()
    draw_survey(paper)
    private = PDFStream(PDFDictionary({}), b"octets" + last, [])
    paper._doc.Catalog.__NoDefault__ = [*paper._doc.Catalog.__NoDefault__, "Essai"]
    paper._doc.Catalog.Essai = paper._doc.Reference(private)
    assert pdf_checks.validation_failures(paper.getpdfdata(), "2a") == []


# ---- planted faults: the checks bite -----------------------------------------------------------


def _find(pdf: pikepdf.Pdf, kind: str) -> pikepdf.Object:
    todo = [pdf.Root.StructTreeRoot.K[0]]
    while todo:
        element = todo.pop(0)
        if str(element.S) == kind:
            return element
        kids = element.get("/K", pikepdf.Array())
        todo += [
            kid for kid in kids.as_list() if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
        ]
    raise LookupError(kind)


def _substitute(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    stream = pdf.pages[0].Contents
    content = stream.read_bytes()
    assert old in content
    stream.write(content.replace(old, new, 1))


def _drop(element: pikepdf.Object, key: str) -> None:
    del element[key]


def _wrong_parent_entry(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree.Nums[1][0] = _find(pdf, "/TD")


def _unclaimed(pdf: pikepdf.Pdf) -> None:
    del _find(pdf, "/TD")["/K"]


def _two_claims(pdf: pikepdf.Pdf) -> None:
    _find(pdf, "/TD")["/K"] = pikepdf.Array([0, *_find(pdf, "/TD").K])


FAULTS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "figure without alternative": lambda pdf: _drop(_find(pdf, "/Figure"), "/Alt"),
    "header cell without scope": lambda pdf: _drop(_find(pdf, "/TH"), "/A"),
    "footer no longer an artifact": lambda pdf: _substitute(
        pdf, b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC", b""
    ),
    "no parent tree": lambda pdf: _drop(pdf.Root.StructTreeRoot, "/ParentTree"),
    "wrong parent tree entry": _wrong_parent_entry,
    "marked id absent from the tree": lambda pdf: _substitute(pdf, b"/MCID 1>>", b"/MCID 999>>"),
    "element that lost its content": _unclaimed,
    "content claimed twice": _two_claims,
    "no language": lambda pdf: _drop(pdf.Root, "/Lang"),
    "no tab order": lambda pdf: _drop(pdf.pages[0].obj, "/Tabs"),
    "link without words": lambda pdf: _drop(pdf.pages[0].Annots[0], "/Contents"),
    "link without way back": lambda pdf: _drop(pdf.pages[0].Annots[0], "/StructParent"),
    "mark over the end of a text object": lambda pdf: _substitute(pdf, b" ET\nEMC", b" EMC ET"),
    "heading level skipped": lambda pdf: _find(pdf, "/H2").__setitem__("/S", pikepdf.Name("/H3")),
    "cell outside a row": lambda pdf: _find(pdf, "/TR").__setitem__("/S", pikepdf.Name("/P")),
    "item outside a list": lambda pdf: _find(pdf, "/L").__setitem__("/S", pikepdf.Name("/P")),
    "no output intent": lambda pdf: _drop(pdf.Root, "/OutputIntents"),
    "title not shown": lambda pdf: _drop(pdf.Root, "/ViewerPreferences"),
    "no metadata": lambda pdf: _drop(pdf.Root, "/Metadata"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_caught(survey: bytes, name: str) -> None:
    with pikepdf.open(BytesIO(survey)) as pdf:
        FAULTS[name](pdf)
        out = BytesIO()
        pdf.save(out)
    if name == "no parent tree":
        assert pdf_checks.validation_failures(out.getvalue()) != []
    else:
        assert all_faults(out.getvalue()) != []
