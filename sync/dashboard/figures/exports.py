"""A figure as a file: CSV, spreadsheet, drawing. Each says where its figures come from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sync.dashboard.figures.charts import draw
from sync.dashboard.figures.model import Figure, Source, Value
from sync.dashboard.figures.svg import STYLE, lines, paragraph, tag

#: A spreadsheet takes what begins so for a formula.
_FORMULA = re.compile(r"^[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class File:
    """Bytes to give out."""

    content: bytes
    media_type: str


def export(figure: Figure, source: Source, form: str) -> File:
    """Return the figure in this form: "csv", "xlsx" or "svg"."""
    if form == "csv":
        return File(as_csv(_rows(figure, source)), "text/csv; charset=utf-8")
    if form == "xlsx":
        return File(
            _as_xlsx(figure, source),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    return File(_as_svg(figure, source), "image/svg+xml")


def as_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """Rows as CSV: semicolons, decimal commas, and the mark that tells UTF-8 to spreadsheets."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def harmless(words: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{words}" if _FORMULA.match(words) else words


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return harmless(value)
    return "" if value is None else str(value).replace(".", ",")


def _rows(figure: Figure, source: Source) -> list[tuple[Value, ...]]:
    told = [(line,) for line in (*figure.notes, source.line)]
    return [(figure.title,), (), figure.downloaded.columns, *figure.downloaded.rows, (), *told]


def _as_xlsx(figure: Figure, source: Source) -> bytes:
    import xlsxwriter

    raw = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(raw, options) as book:
        sheet = book.add_worksheet("Figure")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        for y, row in enumerate(_rows(figure, source)):
            head = y in (0, 2)
            for x, value in enumerate(row):
                if value is not None:
                    sheet.write(y, x, value, bold if head else None)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, len(figure.downloaded.columns), 16, wrapped)
        sheet.freeze_panes(3, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    return raw.getvalue()


def _as_svg(figure: Figure, source: Source) -> bytes:
    """The chart with its title above and its source below, legible without our style sheet."""
    inner = draw(figure.chart, figure.title)
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', inner)
    assert found is not None
    width, height = max(float(found[1]), 560.0), float(found[2])
    title = lines(figure.title, width, 17, 2)
    under = lines(source.line, width, 12, 4)
    top = 22 * len(title) + 12
    nested = inner.replace("<svg", f'<svg y="{top}"', 1)
    content = (
        tag("style", STYLE)
        + tag("rect", x=-16, y=-16, width=width + 32, height=2000, class_="sheet")
        + "".join(paragraph(0, 16 + 22 * i, [line], "title") for i, line in enumerate(title))
        + nested
        + paragraph(0, top + height + 24, under, "small")
    )
    full = top + height + 24 + 16 * len(under)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -16 {width + 32:g} {full + 24:g}" '
        f'width="{width + 32:g}" height="{full + 24:g}">'
    )
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + head + content + "</svg>\n").encode()
