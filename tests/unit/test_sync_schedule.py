"""When the laptop tries again by itself, and how what left is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from consultant_app.services.sent_lines import lines_of
from consultant_app.services.sync_report import SyncReport
from consultant_app.services.sync_schedule import Outcome, Pace, Schedule, outcome_of
from consultant_app.storage.outbox import OutboxEntry, OutboxState

NOW = datetime(2026, 9, 14, 8, 30, tzinfo=UTC)
ENTRY = OutboxEntry(
    seq=1,
    record_id="a",
    revision=1,
    kind="record",
    interview_id="i",
    body=b"{}",
    sha256="",
    state=OutboxState.WAITING,
    reason="",
    attempts=0,
    created_at=NOW,
    tried_at=None,
    settled_at=None,
)
NAMES = {"i": "Menuiserie Fictive"}


def schedule(draw: float) -> Schedule:
    return Schedule(Pace(first=60, longest=3600, regular=1800), lambda: draw)


def test_failures_wait_twice_as_long_each_time_and_success_begins_again() -> None:
    held = schedule(1.0)
    waits = [held.after(Outcome.UNREACHABLE) for _ in range(9)]
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert held.after(Outcome.DONE) == 1800
    assert held.after(Outcome.UNREACHABLE) == 60


def test_laptops_that_lost_the_network_together_do_not_return_together() -> None:
    waits = [schedule(draw).after(Outcome.UNREACHABLE) for draw in (0.0, 0.5, 1.0)]
    assert waits == [30, 45, 60]


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.STOPPED, Outcome.DONE])
def test_what_waiting_does_not_mend_is_not_tried_again_soon(outcome: Outcome) -> None:
    assert schedule(0.0).after(outcome) >= 900


@pytest.mark.parametrize(
    ("trouble", "reason", "wanted"),
    [
        ("", "", Outcome.DONE),
        ("La région ne répond pas.", "unreachable", Outcome.UNREACHABLE),
        ("Attendez.", "busy", Outcome.UNREACHABLE),
        ("Interrompu.", "cancelled", Outcome.STOPPED),
        ("La région a fermé l’accès.", "revoked", Outcome.REFUSED),
    ],
)
def test_a_report_says_whether_waiting_helps(trouble: str, reason: str, wanted: Outcome) -> None:
    assert outcome_of(SyncReport(trouble=trouble, reason=reason)) is wanted


def test_a_correction_takes_the_place_of_what_was_sent() -> None:
    first = replace(ENTRY, state=OutboxState.ACKNOWLEDGED, settled_at=NOW)
    second = replace(ENTRY, seq=2, revision=2, created_at=NOW + timedelta(days=1))
    told = [(line.what, line.words, line.can_withdraw) for line in lines_of([first, second], NAMES)]
    assert told == [
        ("Fiche corrigée, version 2", "en attente", True),
        ("Fiche", "remplacée depuis", False),
    ]


def test_only_what_was_set_aside_asks_for_somebody() -> None:
    refused = replace(ENTRY, state=OutboxState.REFUSED, reason="La fiche est trop longue.")
    (line,) = lines_of([refused], NAMES)
    assert (line.words, line.can_send_again) == ("mise de côté", True)
    assert "renvoyez-la" in line.advice
    (deleted,) = lines_of([replace(refused, body=b"", interview_id=None)], NAMES)
    assert (deleted.company, deleted.can_send_again) == ("Dossier supprimé ici", False)
    assert deleted.content == b""
    assert "n’est plus ici" in deleted.advice
    (waiting,) = lines_of([ENTRY], NAMES)
    assert waiting.advice == ""


def test_a_retraction_says_whose_it_is_and_cannot_be_withdrawn() -> None:
    asked = replace(ENTRY, kind="retraction", body=b'{"record_id":"a"}')
    by_code = replace(ENTRY, kind="retraction", interview_id=None, body=b'{"code":"X"}')
    done = replace(asked, state=OutboxState.ACKNOWLEDGED)
    told = [
        (li.company, li.words)
        for entry in (asked, by_code, done)
        for li in lines_of([entry], NAMES)
    ]
    assert told == [
        ("Menuiserie Fictive", "retrait en attente"),
        ("Retrait par un code de suivi", "retrait en attente"),
        ("Menuiserie Fictive", "retrait fait"),
    ]
    assert not lines_of([asked], NAMES)[0].can_withdraw


def test_what_both_sides_do_not_agree_on_is_told_in_words() -> None:
    kinds = ("other_content", "unknown_here", "unknown_here", "retracted_there")
    report = SyncReport(difference=[{"id": "i", "kind": kind} for kind in kinds])
    assert report.differences == [
        "Une fiche diffère\u00a0: la région en a une autre sous le même numéro, appelez-la.",
        "Deux fiches diffèrent\u00a0: elle est partie de cet ordinateur, qui ne la connaît plus.",
    ]
    assert SyncReport().differences == []
