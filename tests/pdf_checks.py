"""What a finished PDF must be: read back from its bytes, by other libraries than the writer's.

The validator (page-validation) checks PDF/UA-1 and PDF/A-2a. Beside it: marked content against the
structure tree, which it reads only in part; and what a reader sees: text within the margins, no
two texts over one another, no lone line, no page left nearly empty.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import page as validator
import pikepdf
import pypdfium2

from tests.pdf_reading import POINTS_PER_MM, Element, Span, read_pages, read_structure

#: Text stands between these, in mm from the left and the top; the footer below.
LEFT, RIGHT, TOP, BOTTOM, FOOT = 22.0, 192.0, 10.0, 276.0, 287.0


def structure_faults(data: bytes) -> list[str]:
    """Return what is wrong with marks and tree: straddling, unmarked ink, ids unclaimed or twice."""
    tree, found = read_structure(data)
    faults = list(found)
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
    page = None
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _drawn(kid, element.type, texts)
        else:
            yield "\n" * (page not in (None, kid[0])) + texts.get(kid, "")
            page = kid[0]


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
