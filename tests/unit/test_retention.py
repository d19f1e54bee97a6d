"""Old dossiers are pointed at; deleting one leaves nothing here and says what still holds it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from consultant_app.storage import files
from consultant_app.storage.companies import Companies
from consultant_app.storage.copies import PdfCopies
from consultant_app.storage.interviews import Interviews
from consultant_app.storage.retention import due_for_purge, remains_of
from tests.storing import NOW, company, interview, open_profile, put_dossier, put_questionnaire


def test_a_dossier_is_due_three_years_after_its_last_interview(tmp_path: Path) -> None:
    with open_profile(tmp_path) as (_, db, _):
        put_questionnaire(db)
        held = {"old": (2020, 2021), "followed": (2020, 2024), "new": (2025, 2026)}
        for company_id, years in held.items():
            Companies(db).add(company(company_id, name=company_id))
            for year in years:
                day = date(year, 2, 28)
                Interviews(db).add(
                    interview(f"{company_id}-{year}", company_id=company_id, held_on=day)
                )
        assert [due.company for due in due_for_purge(db, date(2026, 9, 14))] == ["old"]
        assert [due.company for due in due_for_purge(db, date(2027, 2, 28))] == ["old", "followed"]
        assert due_for_purge(db, date(2027, 2, 27))[0].last_held_on == date(2021, 2, 28)
        assert due_for_purge(db, date(2024, 2, 29))[0].company_id == "old"


def test_what_still_holds_a_deleted_dossier_is_listed_with_its_end(tmp_path: Path) -> None:
    with open_profile(tmp_path / "profil") as (profile, db, _):
        profile.now = lambda: NOW - timedelta(days=1)
        profile.back_up(db)
        put_dossier(db)
        profile.now = lambda: NOW
        profile.back_up(db)
        profile.back_up(db, tmp_path / "usb.sauvegarde")
        PdfCopies(db).add("i1", NOW, path="restitution.pdf")
        PdfCopies(db).add("i1", NOW, kind="print")
        remains = remains_of(db, "c1", profile.folder)
        assert [copy.path for copy in remains.copies] == ["restitution.pdf"]
        inside, outside = remains.backups
        assert inside.gone_by == datetime(2027, 3, 1, 8, 30, tzinfo=UTC)
        assert (Path(outside.path).name, outside.gone_by) == ("usb.sauvegarde", None)
        assert remains.set_aside == ()


def test_a_deleted_dossier_leaves_no_byte_even_for_who_has_the_key(tmp_path: Path) -> None:
    with open_profile(tmp_path) as (profile, db, _):
        put_dossier(db, 1)
        put_dossier(db, 2)
        db.execute("UPDATE companies SET note = 'Canari' || id || 'Canari'")
        key = profile.key
        Companies(db).delete("c1")
        db.checkpoint()
        clear = tmp_path / "clair.db"
        db.rows(f"ATTACH DATABASE '{clear}' AS clair KEY ''")
        db.rows("SELECT sqlcipher_export('clair')")
        db.rows("DETACH DATABASE clair")
        assert key
    content = clear.read_bytes()
    assert b"Canaric2Canari" in content
    assert b"Canaric1Canari" not in content


def test_an_antivirus_that_lets_go_in_time_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, old = tmp_path / "neuf", tmp_path / "ancien"
    new.write_text("neuf")
    old.write_text("ancien")
    held = [PermissionError(13, "held"), PermissionError(13, "held")]
    real = Path.replace

    def replacing(self: Path, target: Path) -> Path:
        if held:
            raise held.pop()
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replacing)
    monkeypatch.setattr("sys.platform", "win32")
    files.replace(new, old)
    assert old.read_text() == "neuf"
