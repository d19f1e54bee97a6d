"""A consultant's laptop for tests: a real encrypted profile, and the acts of a consultant."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from consultant_app import bootstrap
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.interview import Agreement, Interview
from consultant_app.services.closing import Closing
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.results import Results
from consultant_app.services.sending import Sending
from consultant_app.services.sync_report import SyncReport
from consultant_app.services.workspace import Workspace
from consultant_app.sharing.push import Patience, Place
from consultant_app.storage.enrolment import Enrolment, Enrolments
from consultant_app.storage.outbox import OutboxState
from tests.storing import CHEAP, PASSPHRASE

DATA = Path(__file__).resolve().parents[1] / "data"
NOW = datetime(2026, 9, 14, 8, 30, tzinfo=UTC)


def impatient() -> Patience:
    """Never waits, gives up as soon as the real one would."""
    return Patience(sleep=lambda _seconds: None)


def make_template(folder: Path) -> Path:
    """A profile with the smallest questionnaire, to be copied."""
    workspace, _ = bootstrap.create_profile(folder, PASSPHRASE, "Paul Témoin", cost=CHEAP)
    text = (DATA / "questionnaires" / "minimal.yaml").read_text(encoding="utf-8")
    workspace.library.install(text, "minimal", unsigned=True)
    workspace.library.entries()
    workspace.close()
    return folder


class Laptop:
    """One profile, open. Use it in a ``with`` block."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.open()

    @classmethod
    def copied(cls, template: Path, folder: Path) -> Laptop:
        shutil.copytree(template, folder)
        return cls(folder)

    def open(self) -> None:
        self.workspace: Workspace = bootstrap.open_profile(self.folder, PASSPHRASE, cost=CHEAP)
        self.sending = Sending(self.workspace, patience=impatient)

    def __enter__(self) -> Laptop:
        return self

    def __exit__(self, *_error: object) -> None:
        self.workspace.close()

    def join(self, place: Place) -> None:
        """Take a place that was got elsewhere."""
        Enrolments(self.workspace.db).set(
            Enrolment(place.server, place.device_id, place.token, place.label, NOW)
        )

    def hold(
        self,
        level: int = 2,
        *,
        agreed: bool = True,
        code: bool = False,
        company: str = "Menuiserie Fictive de l’Exemple",
        follow_up_of: str | None = None,
    ) -> str:
        """Hold an interview to its end; return its id."""
        dossiers = Dossiers(self.workspace)
        if follow_up_of is None:
            facts = CompanyFacts(naf="43.32A", staff=7, departement="42", creation_year=2011)
            company_id = dossiers.add_company(company, facts).id
        else:
            company_id = self.interview(follow_up_of).company_id
        started = dossiers.start(
            company_id, questionnaire_id="minimal", held_on=NOW.date(), follow_up_of=follow_up_of
        )
        self.answer(started.id, level)
        self.agree(started.id, agreed, code=code)
        Closing(self.workspace).close(started.id)
        return started.id

    def answer(self, interview_id: str, level: int) -> None:
        Interviewing(self.workspace, interview_id).answer("a1", level)

    def agree(self, interview_id: str, given: bool, *, code: bool = False) -> None:
        agreement = Agreement(given=given, on=date(2026, 9, 14), text_version="accord-1")
        Closing(self.workspace).agree(interview_id, agreement, code=code)

    def correct(self, interview_id: str, level: int) -> None:
        """Reopen, change the answer, close again."""
        Closing(self.workspace).reopen(interview_id, "une erreur de saisie")
        self.answer(interview_id, level)
        Closing(self.workspace).close(interview_id)

    def interview(self, interview_id: str) -> Interview:
        return self.workspace.interviews.get(interview_id)

    def record_id(self, interview_id: str) -> str:
        found = self.interview(interview_id).record_id
        assert found is not None
        return found

    def previewed(self, interview_id: str) -> bytes:
        """What was shown to the dirigeant."""
        return Results(self.workspace).sent_bytes(interview_id)

    def sync(self) -> SyncReport:
        """An exchange that must come to its end."""
        report = self.sending.sync()
        assert not report.trouble, report.trouble
        return report

    def states(self) -> list[OutboxState]:
        return [entry.state for entry in self.workspace.outbox.all()]
