"""A process that is told secrets in every field of many dossiers, and waits where it is told to.

    python -m tests.stories.confiding FOLDER COUNT

It prints « open » once all is stored and the paper of one dossier was made in memory, then waits
for a line: « close » makes it close the profile and print « closed », then wait again.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.interview import (
    ActionItem,
    Agreement,
    Conditions,
    PlanItem,
    Signature,
)
from consultant_app.services.closing import Closing
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.results import Results
from consultant_app.services.workspace import Workspace
from tests.working import install, open_workspace

#: Found in no program, no font, no compressed stream; its letters differ in every encoding.
CANARY = "Canari-Confidentiel-Ünique-7c1f"
DAY = date(2026, 9, 14)


def confide(workspace: Workspace, number: int) -> str:
    """One closed dossier with a secret in every free field; return its interview's id."""
    secret = f"{CANARY} {number}"
    company = Dossiers(workspace).add_company(
        secret,
        CompanyFacts(naf="43.32A", staff=7, departement="69", creation_year=2011),
        activity_label=secret,
        commune=secret,
        address=secret,
        dirigeant=secret,
        dirigeant_role=secret,
        phone=secret,
        email=secret,
        note=secret,
    )
    draft = Dossiers(workspace).start(company.id, questionnaire_id="everything")
    hold(Interviewing(workspace, draft.id), secret)
    decide(Closing(workspace), draft.id, secret)
    return draft.id


def hold(interview: Interviewing, secret: str) -> None:
    interview.set_conditions(Conditions(present=(secret,), place=secret, confidence=2))
    for level, item in enumerate(interview.state.questionnaire.practices):
        interview.answer(item, level % 5)
        interview.note(item, f"note {secret}")
    interview.answer("words", secret)
    interview.answer("words", f"{secret} corrigé")
    interview.undo()


def decide(closing: Closing, interview_id: str, secret: str) -> None:
    plan = (PlanItem("plan", comment=secret, who=secret, when=secret),)
    closing.decide_plan(interview_id, plan)
    closing.decide_actions(interview_id, (ActionItem("essai", comment=secret),))
    agreement = Agreement(given=True, on=DAY, text_version="1", by=secret)
    closing.agree(interview_id, agreement, code=True)
    closing.close(interview_id, (Signature(secret, DAY),))
    closing.reopen(interview_id, secret)
    closing.close(interview_id, (Signature(secret, DAY, drawing=secret),))


def read_all(workspace: Workspace, interview_id: str) -> None:
    """Make the paper and read everything back, sorted, as screens do: nothing may spill."""
    results = Results(workspace)
    paper = results.pdf(interview_id, verbatims=("plan", "measure"))
    assert paper.startswith(b"%PDF")
    assert CANARY in results.html(interview_id)
    Dossiers(workspace).rows()
    workspace.db.rows("SELECT * FROM companies, answers ORDER BY companies.note, answers.note")
    company = workspace.companies.all()[0]
    Dossiers(workspace).save_company(replace(company, note=f"{CANARY} changé"))
    workspace.backups.write(workspace.folder / "copie.sauvegarde")


def main(folder: str, count: str) -> None:
    workspace = open_workspace(Path(folder))
    install(workspace, "stories/everything")
    made = [confide(workspace, number) for number in range(int(count))]
    read_all(workspace, made[0])
    print("open", flush=True)
    for line in sys.stdin:
        if line.strip() == "close":
            workspace.close()
            print("closed", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
