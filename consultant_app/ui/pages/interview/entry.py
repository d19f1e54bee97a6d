"""What people type and paste, turned into values; and values as people read them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from consultant_app.domain.answers import YearRow
from consultant_app.domain.questionnaire import Column, Question, QuestionType
from consultant_app.domain.typography import HARD, MINUS, MONTHS, NARROW, decimal, number

_BLANKS = re.compile("[\\s\u00a0\u202f\u2009']")
_UNITS = re.compile(r"(€|%|euros?|ans?|etp|mois)$", re.IGNORECASE)
_DATE = re.compile(r"^(\d{1,2})[/. -](\d{1,2}|[^\W\d]+\.?)[/. -](\d{2}|\d{4})$")


def parse_number(text: str) -> float | int | None:
    """Return the number meant: « 1 140 000,50 € », « 250k », « −3 », « 12 % »; None if none."""
    clean = _BLANKS.sub("", text).replace(MINUS, "-").replace("–", "-")
    clean = _UNITS.sub("", clean)
    if clean.startswith("(") and clean.endswith(")"):
        clean = "-" + clean[1:-1]
    factor = {"k": 1_000, "m": 1_000_000}.get(clean[-1:].lower(), 1)
    if factor > 1:
        clean = clean[:-1]
    clean = _one_point(clean)
    if not re.fullmatch(r"-?\d+(\.\d+)?|-?\.\d+", clean):
        return None
    value = float(clean) * factor
    return int(value) if value.is_integer() else value


def _one_point(text: str) -> str:
    """Decide which of « . » and « , » is the decimal mark: the last one, unless repeated."""
    if "," in text:
        return text.replace(".", "").replace(",", ".") if text.count(",") == 1 else text
    if text.count(".") > 1:
        return text.replace(".", "")
    return text


def show_number(value: float, question: Question) -> str:
    """Return a number as a field shows it, thousands apart (years excepted)."""
    if question.type is QuestionType.YEAR:
        return str(int(value))
    if question.type in (QuestionType.INTEGER, QuestionType.MONEY) and float(value).is_integer():
        return number(value)
    return decimal(value, 6)


def unit_of(question: Question) -> str:
    """Return the unit written after a field, with its space."""
    if question.unit:
        return question.unit
    return {QuestionType.MONEY: "€", QuestionType.PERCENTAGE: "%"}.get(question.type, "")


def with_unit(text: str, unit: str) -> str:
    """Return ``text`` followed by its unit, held together."""
    if not unit:
        return text
    return f"{text}{NARROW if unit == '%' else HARD}{unit}"


def parse_date(text: str) -> str | None:
    """Return the ISO form of « 16/06/2026 », « 16.6.26 », « 16 juin 2026 »; None if none."""
    text = text.strip().lower().replace("1er", "1")
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    match = _DATE.match(text)
    if not match:
        return None
    day, month, year = match.groups()
    try:
        return date(_century(year), _month(month), int(day)).isoformat()
    except ValueError:
        return None


def show_date(iso: str) -> str:
    """Return « 16/06/2026 »."""
    day = date.fromisoformat(iso)
    return f"{day:%d/%m/%Y}"


def _century(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    found = [n for n, name in enumerate(MONTHS, 1) if name.startswith(text.rstrip("."))]
    return found[0] if found else 0


def parse_table(text: str, columns: Sequence[Column]) -> list[YearRow]:
    """Return the financial years pasted from a spreadsheet, oldest first where years are known.

    Cells are parted by tabs or semicolons. A first line of titles says which column is which;
    without one, columns are taken in order. A table with the years across is turned first.
    """
    grid = [re.split(r"\t|;", line) for line in text.splitlines() if line.strip()]
    if not grid:
        return []
    if _years_across(grid):
        width = max(map(len, grid))
        grid = [[(row[i] if i < len(row) else "") for row in grid] for i in range(width)]
    order, body = _titles(grid, columns)
    rows: list[YearRow] = [_row(line, order) for line in body]
    rows = [row for row in rows if any(v is not None for v in row.values())]
    if all(row.get("year") is not None for row in rows):
        rows.sort(key=lambda row: float(row["year"] or 0))
    return rows


def _years_across(grid: Sequence[Sequence[str]]) -> bool:
    years = [cell for cell in grid[0][1:] if _is_year(cell)]
    return len(years) >= 2 and not _is_year(grid[0][0])


def _is_year(cell: str) -> bool:
    value = parse_number(re.sub(r"^\D*", "", cell)) if cell.strip() else None
    return isinstance(value, int) and 1900 <= value <= 2100


def _titles(
    grid: list[list[str]], columns: Sequence[Column]
) -> tuple[list[str | None], list[list[str]]]:
    first = [_plain(cell) for cell in grid[0]]
    known = {_plain(c.title): c.id for c in columns} | {c.id: c.id for c in columns}
    order = [_match(cell, known) for cell in first]
    if any(order):
        if "year" in known.values() and "year" not in order and not first[0]:
            order[0] = "year"
        return order, grid[1:]
    return [c.id for c in columns], grid


def _match(cell: str, known: dict[str, str]) -> str | None:
    if not cell:
        return None
    exact = known.get(cell)
    return exact or next(
        (id_ for title, id_ in known.items() if cell in title or title in cell), None
    )


def _plain(text: str) -> str:
    return re.sub("[\\s\u00a0\u202f]+", " ", text.replace("'", "’")).strip().lower()


def _row(line: Sequence[str], order: Sequence[str | None]) -> dict[str, float | int | None]:
    return {
        column: (parse_number(re.sub(r"^[A-Za-zÀ-ÿ. ]+", "", cell)) if cell.strip() else None)
        for column, cell in zip(order, line, strict=False)
        if column
    }
