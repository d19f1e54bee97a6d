"""The restitution on paper, read back from its bytes, for every one of the varied firms."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from consultant_app.domain.codes import FOLLOW_UP, BadCodeError, make_code, read_code
from consultant_app.restitution import pdf, styles
from consultant_app.restitution.drawing import Chart, Label
from consultant_app.restitution.glyphs import PLACEHOLDER, printable
from consultant_app.restitution.layout import Composer
from consultant_app.restitution.model import (
    Cover,
    Essential,
    Fact,
    Frame,
    Matters,
    Plan,
    Restitution,
    Run,
    Sheet,
    ThemePage,
    plain_text,
)
from consultant_app.restitution.pdf import render
from consultant_app.restitution.structure import Tag
from consultant_app.restitution.typeset import typeset
from tests import pdf_checks, reference_pages
from tests.pdf_reading import read_pages
from tests.restitutions import varied_cases

CREATED = datetime(2026, 6, 16, 16, 30, tzinfo=UTC)
NAMES = [case.name for case in varied_cases()]
every_case = pytest.mark.parametrize("name", NAMES)


@cache
def restitution(name: str) -> Restitution:
    return next(case for case in varied_cases() if case.name == name).restitution


@cache
def paper(name: str) -> bytes:
    return render(restitution(name), created=CREATED)


def section(name: str, kind: type) -> object:
    return next((part for part in restitution(name).sections if isinstance(part, kind)), None)


# ---- sound files -------------------------------------------------------------------------------


@every_case
def test_it_passes_pdf_ua_and_pdf_a(name: str) -> None:
    assert pdf_checks.validation_failures(paper(name)) == []


@every_case
def test_marks_and_tree_agree(name: str) -> None:
    assert pdf_checks.structure_faults(paper(name)) == []


@every_case
def test_every_font_is_embedded(name: str) -> None:
    assert pdf_checks.fonts_not_embedded(paper(name)) == []


@every_case
def test_its_words_are_the_view_models_in_order(name: str) -> None:
    expected = printable(plain_text(restitution(name), charts=False).replace("\n", " "))
    assert pdf_checks.words(pdf_checks.drawn_text(paper(name))) == pdf_checks.words(expected)


@every_case
def test_its_charts_are_figures_with_their_words(name: str) -> None:
    """Each chart is drawn once, in order, with all its labels and its alternative."""
    charts = list(_charts(restitution(name)))
    figures = [figure for figure in pdf_checks.figure_words(paper(name)) if figure[1]]
    expected = [(chart.alt, _labels(chart)) for chart in charts if _labels(chart)]
    assert [alt for alt, _ in figures] == [alt for alt, _ in expected]
    for (_alt, drawn), (_same, labels) in zip(figures, expected, strict=True):
        assert all(label in pdf_checks.words(drawn) for label in labels)


def _charts(part: object) -> list[Chart]:
    if isinstance(part, Chart):
        return [part]
    if isinstance(part, tuple):
        return [chart for inner in part for chart in _charts(inner)]
    slots = getattr(part, "__dataclass_fields__", {})
    return [chart for field in slots for chart in _charts(getattr(part, field))]


def _labels(chart: Chart) -> list[str]:
    return [
        pdf_checks.words(printable(item.text))
        for item in chart.items
        if isinstance(item, Label) and item.text and not item.page_of
    ]


# ---- what the eye sees -------------------------------------------------------------------------


@every_case
def test_no_text_is_out_of_place(name: str) -> None:
    assert pdf_checks.text_faults(paper(name)) == []


@every_case
def test_no_line_stands_alone(name: str) -> None:
    assert pdf_checks.lone_lines(paper(name)) == []


@every_case
def test_no_page_is_left_nearly_empty(name: str) -> None:
    ratios = pdf_checks.fill_ratios(paper(name))
    exempt = {0, len(ratios) - 1}
    if (plan := section(name, Plan)) is not None:
        first = pdf.compose(restitution(name)).numbers().first[getattr(plan, "anchor")]  # noqa: B009
        exempt |= {first - 1, first}
    sparse = {i + 1: ratio for i, ratio in enumerate(ratios) if ratio < 1 / 3 and i not in exempt}
    assert sparse == {}


@every_case
def test_the_essential_is_one_page(name: str) -> None:
    numbers = pdf.compose(restitution(name)).numbers()
    for part in restitution(name).sections:
        if isinstance(part, Essential | Cover):
            assert numbers.first[part.anchor] == numbers.last[part.anchor]


@every_case
def test_the_sheet_can_be_detached_and_names_nobody(name: str) -> None:
    sheet = section(name, Sheet)
    if not isinstance(sheet, Sheet) or restitution(name).edition == "short":
        return
    numbers = pdf.compose(restitution(name)).numbers()
    page = numbers.first[sheet.anchor]
    assert page % 2 == 1
    assert page == numbers.total
    case = next(case for case in varied_cases() if case.name == name)
    spans = read_pages(paper(name))[page - 1].spans
    words = pdf_checks.words(" ".join(span.text for span in spans))
    assert "à détacher" in words
    for private in (case.company.name, case.company.dirigeant, case.context.consultant):
        assert not private or private not in words


def test_the_short_edition_is_two_pages() -> None:
    assert len(read_pages(paper("deux pages"))) == 2


# ---- the code ----------------------------------------------------------------------------------


def test_the_qr_code_scans_back() -> None:
    sheet = section("artisan", Sheet)
    assert isinstance(sheet, Sheet)
    found = zxingcpp.read_barcodes(pdf_checks.page_images(paper("artisan"), 150)[-1])
    assert [code.text for code in found] == [sheet.qr]
    assert found[0].ec_level == "Q"


def test_it_scans_from_a_poor_photocopy() -> None:
    image = pdf_checks.page_images(paper("artisan"), 90)[-1].rotate(4, fillcolor=255)
    found = zxingcpp.read_barcodes(image.point(lambda grey: 60 if grey < 128 else 200))
    assert len(found) == 1


def test_a_mistyped_code_is_refused() -> None:
    code = make_code(FOLLOW_UP, bytes(range(10)))
    wrong = code[:5] + ("3" if code[5] != "3" else "4") + code[6:]
    assert read_code(FOLLOW_UP, code) == code
    with pytest.raises(BadCodeError):
        read_code(FOLLOW_UP, wrong)


# ---- the file ----------------------------------------------------------------------------------


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert render(restitution("artisan"), created=CREATED) == paper("artisan")


def test_bookmarks_follow_the_sections() -> None:
    with pikepdf.open(BytesIO(paper("artisan"))) as document, document.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]
        themes = next(item for item in outline.root if "thème" in str(item.title))
        assert len(themes.children) == 10
    assert {"L’essentiel", "Votre plan d’action", "Votre feuille à garder"} <= set(titles)


def test_the_contents_lead_to_their_pages() -> None:
    with pikepdf.open(BytesIO(paper("artisan"))) as document:
        links = document.pages[0].Annots
        assert len(links) == 7
        dests = [str(link.Contents) for link in links]
    assert any(words.startswith("Votre plan d’action, page ") for words in dests)


def test_with_a_password_nothing_can_be_read_without_it() -> None:
    data = render(restitution("deux pages"), created=CREATED, password="trois châtaignes")
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(data)
    document = pypdfium2.PdfDocument(data, password="trois châtaignes")
    try:
        assert "L’essentiel" in document[0].get_textpage().get_text_bounded()
    finally:
        document.close()


def test_signs_that_no_font_has_do_not_stop_the_paper() -> None:
    paper_model = restitution("deux pages")
    frame = replace(paper_model.frame, footer="Bravo 👍 社長")
    data = render(replace(paper_model, frame=frame), created=CREATED)
    shown = " ".join(span.text for page in read_pages(data) for span in page.spans)
    assert f"Bravo {PLACEHOLDER}" in shown
    assert pdf_checks.validation_failures(data) == []


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler-utils is not installed")
def test_poppler_reads_the_whole_text_under_the_tree(tmp_path: Path) -> None:
    file = tmp_path / "essai.pdf"
    file.write_bytes(paper("artisan"))
    out = subprocess.run(
        ["pdfinfo", "-struct-text", str(file)], capture_output=True, check=True, text=True
    ).stdout
    shown = "".join(line.strip()[1:-1] for line in out.splitlines() if line.strip()[:1] == '"')
    expected = pdf_checks.words(plain_text(restitution("artisan"), charts=False))
    missing = [word for word in set(expected.split()) if word not in pdf_checks.words(shown)]
    assert [word for word in missing if word not in expected.replace("-", "- ")] == []


# ---- more than was foreseen --------------------------------------------------------------------

LONG = "Une phrase du dirigeant assez longue pour tenir sur plusieurs lignes. "


def _changed(kind: type, **changes: object) -> bytes:
    """Return the paper of « artisan décidé » with fields of one kind of section changed."""
    whole = restitution("artisan décidé")
    parts = tuple(
        replace(part, **changes) if isinstance(part, kind) else part  # type: ignore[arg-type]
        for part in whole.sections
    )
    return render(replace(whole, sections=parts), created=CREATED)


def _with_quotes(words: str) -> bytes:
    theme = section("artisan décidé", ThemePage)
    assert isinstance(theme, ThemePage)
    rows = tuple(replace(row, quote=words) for row in theme.rows)
    return _changed(ThemePage, rows=rows)


def _with_full_plan(words: str) -> bytes:
    plan = section("artisan décidé", Plan)
    assert isinstance(plan, Plan)
    periods = tuple(
        replace(period, rows=tuple(replace(row, who=words, note=words * 3) for row in period.rows))
        for period in plan.periods
    )
    return _changed(Plan, periods=periods)


@pytest.mark.parametrize(
    "build",
    [
        lambda: _changed(Cover, company="Société au nom interminable " * 7),
        lambda: _changed(Cover, company="X" * 120),
        lambda: _changed(Matters, quote=LONG * 60),
        lambda: _changed(Matters, said=(Fact("Vos freins", LONG * 12),) * 3),
        lambda: _with_quotes(LONG * 9),
        lambda: _with_full_plan("Anticonstitutionnellement" * 3),
    ],
    ids=["long name", "one long word", "long quote", "much said", "long verbatims", "full plan"],
)
def test_long_texts_go_on_to_the_next_page(build: Callable[[], bytes]) -> None:
    data = build()
    assert pdf_checks.text_faults(data) == []
    assert pdf_checks.lone_lines(data) == []
    assert pdf_checks.structure_faults(data) == []
    assert pdf_checks.validation_failures(data) == []


def test_a_running_head_keeps_to_its_line() -> None:
    whole = restitution("deux pages")
    frame = replace(whole.frame, running_head=(Run("Société " * 40),), footer="Pied de page " * 30)
    data = render(replace(whole, frame=frame), created=CREATED)
    assert pdf_checks.text_faults(data) == []
    shown = " ".join(span.text for span in read_pages(data)[1].spans)
    assert "Société …" in pdf_checks.words(shown)


# ---- signatures --------------------------------------------------------------------------------

DRAWN = "M 10 20 C 20 0, 40 40, 60 10 q 10 10 20 0 l 5,-5 h 4 v 3 z m 5 5 L 90 30"


def _signed(drawing: str) -> bytes:
    whole = restitution("deux pages")
    plan = section("deux pages", Plan)
    assert isinstance(plan, Plan)
    cells = tuple(replace(cell, drawing=drawing) for cell in plan.signatures)
    changed = replace(plan, signatures=cells)
    parts = tuple(changed if part is plan else part for part in whole.sections)
    return render(replace(whole, sections=parts), created=CREATED)


def test_a_signature_drawn_on_screen_is_drawn_on_paper() -> None:
    data = _signed(DRAWN)
    assert pdf_checks.validation_failures(data) == []
    alternatives = [alt for alt, _ in pdf_checks.figure_words(data)]
    assert sum(alt.startswith("Signature") for alt in alternatives) == 3
    assert pdf_checks.page_images(data, 40)[-1] != pdf_checks.page_images(_signed(""), 40)[-1]


@pytest.mark.parametrize("path", ["", "L 1 2", "M 1", "M 1 2 A 3 3", "url(x)", "M 1 2", "12 3"])
def test_an_unreadable_signature_leaves_the_typed_name(path: str) -> None:
    alternatives = [alt for alt, _ in pdf_checks.figure_words(_signed(path))]
    assert not any(alt.startswith("Signature") for alt in alternatives)


# ---- planted faults: the checks bite -----------------------------------------------------------


def _faulty(draw: Callable[[Composer], object]) -> bytes:
    styles.fonts()
    composer = Composer(Frame("Essai", "", "", (), "", ""))
    composer.new_page()
    composer.heading("Essai", Tag("H1"))
    draw(composer)
    return pdf.draw(composer, created=CREATED)


def test_text_over_text_is_caught() -> None:
    data = _faulty(
        lambda c: [c.text(words, styles.BODY, Tag("P"), y=100) for words in ("un", "deux")]
    )
    assert "overlap" in pdf_checks.text_faults(data)[0]


def test_text_beyond_the_margins_is_caught() -> None:
    data = _faulty(lambda c: c.text("trop à droite", styles.BODY, Tag("P"), x=185, y=100))
    assert "outside the margins" in pdf_checks.text_faults(data)[0]


def test_text_in_the_footer_is_caught() -> None:
    data = _faulty(lambda c: c.text("trop bas", styles.BODY, Tag("P"), y=279))
    assert "above or below" in pdf_checks.text_faults(data)[0]


def test_a_lone_line_is_caught() -> None:
    def draw(composer: Composer) -> None:
        text, tag = typeset("mot " * 40, styles.BODY, 60), Tag("P")
        composer.text(replace(text, lines=text.lines[:1]), styles.BODY, tag, y=260)
        composer.new_page()
        composer.text(replace(text, lines=text.lines[1:]), styles.BODY, tag)

    assert "lone line" in pdf_checks.lone_lines(_faulty(draw))[0]


def test_a_heading_at_the_foot_of_a_page_is_caught() -> None:
    data = _faulty(lambda c: c.text("Titre seul", styles.H2, Tag("H2"), y=262))
    assert pdf_checks.lone_lines(data) == ["page 1 ends with a heading"]


def test_a_nearly_empty_page_is_seen() -> None:
    assert pdf_checks.fill_ratios(_faulty(lambda _: None))[0] < 0.1


# ---- reference pages ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", reference_pages.CASES)
def test_the_paper_has_not_changed(name: str) -> None:
    """A changed pixel or word is looked at, then kept by ``python -m tests.reference_pages --update``."""
    assert list(reference_pages.differences(name)) == []


def test_reference_pages_notice_a_moved_word() -> None:
    first, second = pairwise(reference_pages.images("artisan décidé")).__next__()
    path = reference_pages.image_path("artisan décidé", 1)
    assert reference_pages._same(path, first)
    assert not reference_pages._same(path, second)
