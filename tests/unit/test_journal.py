"""The log and the reports of bugs: what the program did, never what it was holding."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from consultant_app import bootstrap
from consultant_app.services import journal
from consultant_app.services.crash_reports import report_text, write_report
from consultant_app.services.interviewing import Interviewing
from tests.keeping import CANARY, NOON, answered
from tests.working import working

log = logging.getLogger("consultant_app.tests")


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Path]:
    with bootstrap.journal(tmp_path):
        yield tmp_path / "journal" / "programme.log"


def explode(secret: str) -> None:
    held = {"note": secret}
    raise ValueError(f"cannot read {held}")


@pytest.mark.allow_logs("bug")
def test_arguments_that_may_quote_a_user_are_not_written(started: Path) -> None:
    log.info("saved %s in %d ms, %.1f, done: %s", CANARY, 12, 0.5, True)
    log.info("%(who)s did %(count)d", {"who": CANARY, "count": 3})
    log.error("bug: %s", ValueError)
    log.info({"note": CANARY})
    text = started.read_text(encoding="utf-8")
    assert "saved … in 12 ms, 0.5, done: True" in text
    assert "… did 3" in text
    assert "bug: ValueError" in text
    assert CANARY not in text


@pytest.mark.allow_logs("could not")
def test_an_exception_is_told_by_its_type_and_place_alone(started: Path) -> None:
    try:
        explode(CANARY)
    except ValueError:
        log.exception("could not read %s", CANARY)
    text = started.read_text(encoding="utf-8")
    assert "builtins.ValueError" in text
    assert "explode" in text
    assert CANARY not in text
    assert str(Path.home()) not in text


@pytest.mark.allow_logs("elsewhere")
def test_libraries_are_not_heard(started: Path) -> None:
    logging.getLogger("httpx").warning("elsewhere: GET https://%s", CANARY)
    log.info("ours")
    text = started.read_text(encoding="utf-8")
    assert "ours" in text
    assert "elsewhere" not in text


def test_a_wrong_placeholder_gives_nothing_away() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 1, "%d answers of %s", (CANARY, CANARY), None)
    assert journal.DiscreetFormatter().format(record).endswith("0 answers of …")
    record = logging.LogRecord("x", logging.INFO, "", 1, "%s and %s", (CANARY,), None)
    assert journal.DiscreetFormatter().format(record).endswith("%s and %s")


def test_the_log_turns_over_and_stays_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "_MOST_BYTES", 5_000)
    with bootstrap.journal(tmp_path):
        for number in range(400):
            log.info("line %d of a long day at work, to fill the file and turn it over", number)
    files = sorted((tmp_path / "journal").iterdir())
    assert [path.name for path in files] == [f"programme.log{n}" for n in ("", ".1", ".2", ".3")]
    assert all(path.stat().st_size <= 5_000 for path in files)


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("un fichier à la place du dossier")
    with bootstrap.journal(tmp_path):
        log.info("said to nobody")
    assert journal.start(tmp_path) is None


def test_once_stopped_nothing_more_is_written(tmp_path: Path) -> None:
    with bootstrap.journal(tmp_path):
        log.info("before")
    log.info("after")
    assert "after" not in (tmp_path / "journal" / "programme.log").read_text(encoding="utf-8")
    assert logging.getLogger("consultant_app").level == logging.NOTSET


@pytest.mark.allow_logs("bug")
def test_a_report_holds_no_private_word_whatever_broke(tmp_path: Path) -> None:
    """A real bug on a real dossier, with the user's words in the exception and in its causes."""
    with working(tmp_path / "p") as workspace:
        draft = answered(workspace)
        interviewing = Interviewing(workspace, draft.id)
        try:
            try:
                interviewing.answer(CANARY, CANARY)
            except Exception as first:
                raise RuntimeError(f"while saving {draft}") from first
        except RuntimeError as error:
            path = write_report(error, tmp_path / "rapports")
            text = report_text(error, NOON)
    assert path is not None
    for told in (text, path.read_text(encoding="utf-8")):
        assert "RuntimeError" in told
        assert "consultant_app/services/interviewing.py" in told
        assert CANARY not in told
        assert draft.id not in told
        assert str(tmp_path) not in told
        assert str(Path.home()) not in told


def test_a_report_names_no_folder_of_the_user(tmp_path: Path) -> None:
    """A module may live under a folder that bears somebody's name."""
    folder = tmp_path / "Jeanne Canari" / "consultant_app"
    folder.mkdir(parents=True)
    module = folder / "broken.py"
    module.write_text("def fail():\n    raise ValueError('x')\n")
    names: dict[str, object] = {}
    exec(compile(module.read_text(), str(module), "exec"), names)
    try:
        names["fail"]()  # type: ignore[operator]
    except ValueError as error:
        text = report_text(error, NOON)
    assert "consultant_app/broken.py" in text
    assert "Jeanne" not in text


def test_an_error_that_is_its_own_cause_is_told_once() -> None:
    first, second = ValueError("a"), KeyError("b")
    first.__cause__, second.__cause__ = second, first
    assert report_text(first, NOON).count("ValueError") == 1


@pytest.mark.allow_logs("bug")
def test_twenty_reports_are_kept(tmp_path: Path) -> None:
    for _ in range(25):
        assert write_report(ValueError("x"), tmp_path) is not None
    assert len(list(tmp_path.glob("erreur-*.txt"))) == 20


@pytest.mark.allow_logs("bug")
def test_a_bug_is_told_in_one_sentence(tmp_path: Path) -> None:
    told = bootstrap.report_bug(ValueError(CANARY), tmp_path)
    assert told.startswith(
        "Une erreur du programme s’est produite. Ce qui était enregistré le reste"
    )
    assert CANARY not in told
    (tmp_path / "plein").write_text("")
    assert "rapport" not in bootstrap.report_bug(ValueError("x"), tmp_path / "plein")
