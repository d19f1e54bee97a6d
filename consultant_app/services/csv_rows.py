"""Reading interviews from CSV, one a row: pure parsing, every bad cell named by row and column."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from consultant_app.domain.answers import Answer, Missing
from consultant_app.domain.company import CompanyFacts, is_siren
from consultant_app.domain.errors import KnownError
from consultant_app.domain.questionnaire import Item, Questionnaire, QuestionType, Scale
from consultant_app.domain.values import BadAnswerError, check_value

RESERVED = ("company", "siren", "naf", "staff", "departement", "creation_year", "date")
_MISSING = {"NSP": Missing.DONT_KNOW, "SO": Missing.NOT_APPLICABLE, "NR": Missing.REFUSED}


class UnreadableCsvError(KnownError):
    """A file that is not a CSV table this program can read."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a row was not taken. ``row`` counts as a spreadsheet does: the header is row 1."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One interview read from a row."""

    row: int
    company: str
    siren: str
    facts: CompanyFacts
    held_on: date | None
    answers: Mapping[str, Answer]


@dataclass(slots=True)
class CsvTable:
    """What a CSV file holds, once read against a questionnaire."""

    rows: list[ImportedRow] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)


class _BadCellError(Exception):
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


def decode(content: bytes) -> str:
    """Return the text of a CSV file saved as UTF-8 (with or without mark) or Windows-1252."""
    if b"\x00" in content:
        raise UnreadableCsvError(
            "Ce fichier n’est pas un texte CSV\u202f; dans votre tableur, choisissez "
            "«\u00a0Enregistrer sous… CSV UTF-8\u00a0», puis recommencez."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_csv(text: str, questionnaire: Questionnaire) -> CsvTable:
    """Read every row of ``text`` against ``questionnaire``.

    Columns are named by item ids, reserved names, or names its ``import`` section maps. Raises
    `UnreadableCsvError` when there is no table or no column of the questionnaire in it.
    """
    header, lines = _table(text)
    targets = _targets(header, questionnaire)
    if not any(target in questionnaire.items for target in targets.values()):
        raise UnreadableCsvError(
            "Aucune colonne de ce fichier ne porte le nom d’une question de "
            f"«\u00a0{questionnaire.title}\u00a0»\u202f; vérifiez la première ligne et le "
            "questionnaire choisi."
        )
    table = CsvTable(ignored_columns=[name for name in header if name not in targets])
    for number, cells in lines:
        try:
            table.rows.append(_row(number, header, cells, targets, questionnaire))
        except _BadCellError as bad:
            table.rejected.append(Rejection(number, bad.column, bad.message))
    return table


def _table(text: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [(number, row) for number, row in enumerate(reader, start=1)]
    except csv.Error as error:
        raise UnreadableCsvError(
            f"Ce fichier CSV est abîmé près de la ligne {reader.line_num}\u202f; "
            "enregistrez-le à nouveau depuis votre tableur."
        ) from error
    if not rows or len(rows[0][1]) < 2:
        raise UnreadableCsvError(
            "Ce fichier ne contient pas de tableau\u202f; il faut une première ligne de titres "
            "puis un entretien par ligne."
        )
    header = [name.strip() for name in rows[0][1]]
    return header, ((n, row) for n, row in rows[1:] if any(cell.strip() for cell in row))


def _targets(header: list[str], questionnaire: Questionnaire) -> dict[str, str]:
    """Column name → item id or reserved name; two columns never mean the same thing."""
    mapped: Mapping[str, str] = questionnaire.import_.columns
    found: dict[str, str] = {}
    for name in header:
        target = mapped.get(name, name)
        if target not in RESERVED and target not in questionnaire.items:
            continue
        if target in found.values():
            raise UnreadableCsvError(
                f"Deux colonnes de ce fichier donnent «\u00a0{target}\u00a0»\u202f; gardez-en une, "
                "puis recommencez."
            )
        found[name] = target
    return found


def _row(
    number: int,
    header: list[str],
    cells: list[str],
    targets: Mapping[str, str],
    questionnaire: Questionnaire,
) -> ImportedRow:
    if len(cells) != len(header):
        raise _BadCellError(
            header[min(len(cells), len(header) - 1)],
            f"la ligne compte {len(cells)} cellules, il en faut {len(header)}",
        )
    reserved: dict[str, str] = {}
    answers: dict[str, Answer] = {}
    for column, cell in zip(header, cells, strict=True):
        text, target = cell.replace("\x00", "").strip(), targets.get(column)
        if target is None or not text:
            continue
        if target in RESERVED:
            reserved[target] = _checked_reserved(column, target, text)
        else:
            answers[target] = _answer(
                column, text, questionnaire.items[target], questionnaire.scale
            )
    if not reserved.get("company"):
        name = next((c for c, t in targets.items() if t == "company"), "company")
        raise _BadCellError(name, "le nom de l’entreprise manque")
    held_on = date.fromisoformat(reserved["date"]) if "date" in reserved else None
    return ImportedRow(
        number, reserved["company"], reserved.get("siren", ""), _facts(reserved), held_on, answers
    )


def _facts(reserved: Mapping[str, str]) -> CompanyFacts:
    return CompanyFacts(
        naf=reserved.get("naf"),
        staff=int(reserved["staff"]) if "staff" in reserved else None,
        departement=reserved.get("departement"),
        creation_year=int(reserved["creation_year"]) if "creation_year" in reserved else None,
    )


def _checked_reserved(column: str, target: str, text: str) -> str:
    if target in {"staff", "creation_year"}:
        number = _number(column, text)
        low, high = (0, 10_000_000) if target == "staff" else (1000, 2200)
        if not number.is_integer() or not low <= number <= high:
            raise _BadCellError(column, f"«\u00a0{text}\u00a0» n’est pas un nombre entier possible")
        return str(int(number))
    if target == "siren":
        digits = text.replace(" ", "")
        if not is_siren(digits):
            raise _BadCellError(column, f"«\u00a0{text}\u00a0» n’est pas un numéro SIREN")
        return digits
    if target == "departement":
        code = text.zfill(2).upper()
        if len(code) > 3:
            raise _BadCellError(column, f"«\u00a0{text}\u00a0» n’est pas un code de département")
        return code
    if target == "date":
        held_on = _iso_date(column, text)
        if not held_on.startswith("20"):
            raise _BadCellError(column, f"«\u00a0{text}\u00a0» n’est pas un jour de ce siècle")
        return held_on
    return text


def _iso_date(column: str, text: str) -> str:
    parts = text.split("/")
    iso = f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}" if len(parts) == 3 else text
    try:
        return date.fromisoformat(iso).isoformat()
    except ValueError:
        raise _BadCellError(
            column,
            f"«\u00a0{text}\u00a0» n’est pas une date (attendu\u00a0: 2026-09-15 ou 15/09/2026)",
        ) from None


def _answer(column: str, text: str, item: Item, scale: Scale) -> Answer:
    choices = item.question.choices if item.question else ()
    if (why := _MISSING.get(text.upper())) and all(choice.code != text for choice in choices):
        return Answer(missing=why)
    try:
        return Answer(value=check_value(item, _typed(column, text, item), scale))
    except BadAnswerError as error:
        raise _BadCellError(column, error.sentence) from error


def _typed(column: str, text: str, item: Item) -> object:
    kind = item.question.type if item.question else None
    if kind in (QuestionType.TEXT, QuestionType.SINGLE_CHOICE):
        return text
    if kind is QuestionType.DATE:
        return _iso_date(column, text)
    if kind in (QuestionType.MULTIPLE_CHOICE, QuestionType.RANKED_CHOICE):
        return text.split()
    if kind is QuestionType.YEARLY_SERIES:
        raise _BadCellError(
            column,
            "un tableau d’exercices ne tient pas dans une cellule\u202f; importez un fichier JSON",
        )
    return _number(column, text)


def _number(column: str, text: str) -> float:
    compact = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    if "," in compact and "." not in compact:
        compact = compact.replace(",", ".")
    try:
        number = math.nan if "_" in compact else float(compact)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise _BadCellError(column, f"«\u00a0{text}\u00a0» n’est pas un nombre")
    return number
