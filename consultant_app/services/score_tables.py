"""Scores of many interviews as one table, full precision, for spreadsheets and programs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from consultant_app.domain.diagnosis import inputs_of
from consultant_app.domain.interview import Interview
from consultant_app.domain.scoring import Scores, score
from consultant_app.services.workspace import Workspace

#: A cell that begins so would be run as a formula by a spreadsheet (CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Rows by column name; None where there is no score."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]

    def to_csv(self) -> str:
        """Return CSV: decimal point, shortest exact decimals, empty for none."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        for row in self.rows:
            writer.writerow([_cell(row.get(column)) for column in self.columns])
        return out.getvalue()

    def to_json(self) -> str:
        """Return a JSON list of objects, null for none."""
        complete = [{column: row.get(column) for column in self.columns} for row in self.rows]
        return json.dumps(complete, ensure_ascii=False) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


class ScoreTables:
    """Makes score tables."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def table(self, id_or_prefix: str | None) -> ScoreTable:
        """Return the scores of one interview, or of all in the order of their creation."""
        store = self._workspace.interviews
        ids = store.ids() if id_or_prefix is None else [store.find(id_or_prefix)]
        columns: dict[str, None] = {"id": None, "company": None}
        overalls: dict[str, None] = {}
        rows = []
        for interview_id in ids:
            interview = store.get(interview_id)
            scores, overall_id = self._scores(interview)
            row = {
                "id": interview.id,
                "company": self._workspace.companies.get(interview.company_id).name,
                **_theme_cells(scores),
            }
            columns.update(dict.fromkeys(_theme_cells(scores)))
            if overall_id:
                overalls[overall_id] = None
                row[overall_id] = scores.overall
            rows.append(row)
        return ScoreTable((*columns, *overalls), tuple(rows))

    def _scores(self, interview: Interview) -> tuple[Scores, str | None]:
        library = self._workspace.library
        questionnaire = library.questionnaire(
            interview.questionnaire_id, interview.questionnaire_version
        )
        outcome = library.ruleset(questionnaire).evaluate(inputs_of(interview))
        overall = questionnaire.overall.id if questionnaire.overall else None
        return score(questionnaire, interview.answers, outcome.asked), overall


def _theme_cells(scores: Scores) -> dict[str, float | None]:
    cells: dict[str, float | None] = {}
    for theme_id, theme in scores.themes.items():
        cells[theme_id] = theme.score
        cells[f"{theme_id}_low"] = theme.lower_bound
        cells[f"{theme_id}_coverage"] = theme.coverage
    return cells
