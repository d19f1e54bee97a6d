"""Make the real profile of the present schema that later versions must know how to upgrade.

    python -m tests.data.profiles.make schema-0001

Run once for each released schema; what it makes is committed and never made again.
"""

from __future__ import annotations

import sys
from pathlib import Path

from consultant_app.domain.answers import Answer, Evidence, Missing
from consultant_app.domain.interview import Agreement, Conditions, PlanItem
from consultant_app.storage.companies import Companies
from consultant_app.storage.copies import PdfCopies
from consultant_app.storage.database import Database
from consultant_app.storage.interviews import Interviews
from consultant_app.storage.outbox import Outbox
from consultant_app.storage.settings import Settings
from tests.storing import NOW, company, give_answer, interview, open_profile, put_questionnaire

PROFILES = Path(__file__).parent


def fill(db: Database) -> None:
    """Every table that a consultant's work touches, with texts that are hard to keep."""
    put_questionnaire(db)
    Settings(db).set("consultant", "Camille Fictive")
    for number in range(1, 4):
        Companies(db).add(company(f"c{number}", name=f"Éts Bœuf & Fils n° {number}"))
        held = interview(
            f"0000000{number}-aaaa-4aaa-8aaa-000000000000",
            company_id=f"c{number}",
            plan=(PlanItem("tresorerie", who="la dirigeante", when="avant l’été"),),
            conditions=Conditions(present=("la dirigeante",), started_at=NOW, confidence=3),
            agreement=Agreement(given=True, on=NOW.date(), text_version="1", by="la dirigeante"),
            record_id=f"record-{number}",
        )
        Interviews(db).add(held)
        give_answer(db, held.id, "tresorerie", Answer(3, evidence=Evidence.SEEN, note="Vu\u202f!"))
        give_answer(db, held.id, "marges", Answer(missing=Missing.DONT_KNOW, flagged=True))
        give_answer(db, held.id, "marches", Answer(("local", "export")))
        Outbox(db).add(f"record-{number}", 1, b'{"record": 1}', NOW, interview_id=held.id)
        PdfCopies(db).add(held.id, NOW, path="restitution.pdf")


def main(name: str) -> None:
    folder = PROFILES / name
    with open_profile(folder) as (_, db, code):
        fill(db)
    (folder / "verrou").unlink(missing_ok=True)
    (folder / "code-de-secours.txt").write_text(code + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
