"""Taking interviews in from files: dossiers written by `export`, or CSV with one a row."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from consultant_app.domain.company import Company
from consultant_app.domain.errors import KnownError
from consultant_app.domain.interview import Agreement, Interview, State
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.services.counting import counts_of
from consultant_app.services.csv_rows import ImportedRow, Rejection, decode, read_csv
from consultant_app.services.dossier_files import Dossier, DossierFile, parse
from consultant_app.services.files import read_bytes, read_text
from consultant_app.services.library import GENERAL
from consultant_app.services.records import freeze_record
from consultant_app.services.taking import check_answers, put_interview
from consultant_app.services.workspace import Workspace


class UnknownFileKindError(KnownError):
    """Neither a dossier file nor a CSV table."""


@dataclass(slots=True)
class ImportReport:
    """What was taken and what was not."""

    imported: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)


class Importing:
    """Imports; good rows are stored all at once, even when others are refused."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def file(
        self, path: Path, *, questionnaire_id: str | None = None, agreed: str | None = None
    ) -> ImportReport:
        """Import ``path`` by its extension.

        ``agreed``: version of the agreement text collected on paper, so that records may be sent.
        Raises a `KnownError` when the file as a whole cannot be read.
        """
        suffix = path.suffix.lower()
        if suffix == ".json":
            return self.dossiers(parse(read_text(path)))
        if suffix == ".csv":
            return self.csv(decode(read_bytes(path)), questionnaire_id or GENERAL, agreed)
        raise UnknownFileKindError(
            f"«\u00a0{path.name}\u00a0» n’est ni un fichier .json ni un fichier .csv\u202f; choisissez "
            "l’un des deux."
        )

    def csv(self, text: str, questionnaire_id: str, agreed: str | None) -> ImportReport:
        """Import a CSV table: each row becomes a closed interview."""
        questionnaire = self._workspace.library.questionnaire(questionnaire_id)
        table = read_csv(text, questionnaire)
        now = self._workspace.clock.now()
        with self._workspace.db.transaction():
            for row in table.rows:
                self._store_row(row, questionnaire, agreed, now)
        return ImportReport(len(table.rows), table.rejected, table.ignored_columns)

    def dossiers(self, content: DossierFile) -> ImportReport:
        """Import a dossier file. What is already here, unchanged, is taken as imported."""
        report = ImportReport()
        workspace = self._workspace
        with workspace.library.undone_on_failure(), workspace.db.transaction():
            for text in content.questionnaires:
                workspace.library.install(text.text, text.id, unsigned=True)
            here = _Present.of(workspace)
            for number, dossier in enumerate(content.dossiers, start=1):
                try:
                    with workspace.db.transaction():
                        self._store_dossier(dossier, here)
                    report.imported += 1
                except KnownError as error:
                    report.rejected.append(Rejection(number, "id", error.sentence))
        return report

    def _store_row(
        self, row: ImportedRow, questionnaire: Questionnaire, agreed: str | None, now: datetime
    ) -> None:
        workspace = self._workspace
        company = self._company_for(row)
        held_on = row.held_on or now.astimezone().date()
        interview = Interview(
            id=workspace.ids.new(),
            company_id=company.id,
            questionnaire_id=questionnaire.id,
            questionnaire_version=questionnaire.version,
            created_at=now,
            updated_at=now,
            held_on=held_on,
            facts=company.facts,
            state=State.CLOSED,
            closed_at=now,
            answers=dict(row.answers),
            agreement=Agreement(given=True, on=held_on, text_version=agreed) if agreed else None,
        )
        self._add(freeze_record(workspace, interview), now)

    def _company_for(self, row: ImportedRow) -> Company:
        """A row's company: the one that bears its SIREN, else a new one."""
        workspace = self._workspace
        activity = workspace.library.nomenclatures.activity_group(
            row.facts.naf, row.facts.naf_version
        )
        facts = replace(row.facts, activity=activity)
        known = workspace.companies.with_siren(row.siren) if row.siren else []
        if known:
            return replace(known[0], facts=facts)
        company = Company(workspace.ids.new(), row.company, facts, siren=row.siren)
        workspace.companies.add(company)
        return company

    def _add(self, interview: Interview, at: datetime) -> None:
        workspace = self._workspace
        workspace.interviews.add(interview)
        workspace.interviews.touch(interview.id, at, **counts_of(workspace, interview))

    def _store_dossier(self, dossier: Dossier, here: _Present) -> None:
        workspace, interview = self._workspace, dossier.interview
        check_answers(workspace, interview)
        if interview.previous_id not in here.interviews:
            # What it follows up was not given with it: it stands alone.
            interview = replace(interview, previous_id=None)
        if interview.id in here.interviews:
            if workspace.interviews.get(interview.id) == interview:
                return
            raise AlreadyHereError(
                f"L’entretien de «\u00a0{dossier.company.name}\u00a0» est déjà ici, dans un autre "
                "état\u202f; supprimez l’un des deux avant de reprendre l’autre."
            )
        if dossier.company.id not in here.companies:
            workspace.companies.add(dossier.company)
        put_interview(workspace, interview, dossier.events)
        here.companies.add(dossier.company.id)
        here.interviews.add(interview.id)


@dataclass(slots=True)
class _Present:
    """Ids of what is here already."""

    companies: set[str]
    interviews: set[str | None]

    @classmethod
    def of(cls, workspace: Workspace) -> _Present:
        return cls({c.id for c in workspace.companies.all()}, {*workspace.interviews.ids()})


class AlreadyHereError(KnownError):
    """An interview with this id is here, and differs."""
