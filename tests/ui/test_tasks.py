"""Background work: in order, answered in the window's thread, failures never lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from consultant_app.domain.errors import KnownError
from consultant_app.ui.messages import BUG_SENTENCE, Kind, Message, Messages
from consultant_app.ui.tasks import Job, Tasks


@pytest.fixture
def messages(tmp_path: Path) -> Messages:
    return Messages(tmp_path / "rapports")


@pytest.fixture
def tasks(messages: Messages) -> Iterator[Tasks]:
    held = Tasks(messages)
    yield held
    held.close()


def test_work_runs_elsewhere_and_is_answered_here_in_order(qtbot: QtBot, tasks: Tasks) -> None:
    here = threading.current_thread()
    got: list[tuple[int, bool, bool]] = []
    for n in range(5):
        tasks.database(
            lambda n=n: (n, threading.current_thread() is here),  # type: ignore[misc]
            lambda r: got.append((r[0], r[1], threading.current_thread() is here)),
        )
    qtbot.waitUntil(lambda: len(got) == 5)
    assert got == [(n, False, True) for n in range(5)]
    assert not tasks.busy


def test_the_two_threads_do_not_wait_for_each_other(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    got: list[str] = []
    tasks.long(lambda _job: gate.wait(10), lambda _r: got.append("long"))
    tasks.database(lambda: "saved", got.append)
    qtbot.waitUntil(lambda: got == ["saved"])
    gate.set()
    qtbot.waitUntil(lambda: got == ["saved", "long"])


def test_the_network_keeps_nothing_waiting(qtbot: QtBot, messages: Messages) -> None:
    """Neither a paper, nor another exchange, nor the end of the program."""
    tasks, silent = Tasks(messages), threading.Event()
    got: list[str] = []
    first = tasks.network(lambda _job: silent.wait(30), lambda _r: got.append("never"))
    assert not tasks.busy
    tasks.long(lambda _job: "paper", got.append)
    tasks.network(lambda _job: "other", got.append)
    qtbot.waitUntil(lambda: sorted(got) == ["other", "paper"])
    began = time.monotonic()
    tasks.close()
    assert time.monotonic() - began < 10
    assert first.cancelled
    silent.set()
    qtbot.waitUntil(lambda: first.ended)
    assert "never" not in got


def test_progress_of_the_network_is_told_and_its_failures_are_answered(
    qtbot: QtBot, tasks: Tasks
) -> None:
    steps: list[tuple[int, int]] = []
    failures: list[Exception] = []

    def work(job: Job) -> None:
        gate.wait(10)
        job.progress(1, 3)
        raise KnownError("La région ne répond pas.")

    gate = threading.Event()
    job = tasks.network(work, failed=failures.append).on_progress(lambda *step: steps.append(step))
    gate.set()
    qtbot.waitUntil(lambda: bool(failures))
    assert steps == [(1, 3)]
    qtbot.waitUntil(lambda: job.ended)


def test_a_known_failure_is_said_in_its_own_words(
    qtbot: QtBot, tasks: Tasks, messages: Messages
) -> None:
    def work() -> None:
        raise KnownError("Le disque est plein.")

    tasks.database(work)
    qtbot.waitUntil(lambda: bool(messages.history))
    assert messages.history == [Message("Le disque est plein.", Kind.ERROR)]


@pytest.mark.allow_logs("bug")
def test_a_bug_leaves_a_report_without_what_it_held(
    qtbot: QtBot, tasks: Tasks, messages: Messages
) -> None:
    def work() -> None:
        raise RuntimeError("canari Menuiserie")

    tasks.long(lambda _job: work())
    qtbot.waitUntil(lambda: bool(messages.history))
    said = messages.history[0]
    assert said.text == BUG_SENTENCE
    assert said.report is not None
    report = said.report.read_text(encoding="utf-8")
    assert "RuntimeError" in report
    assert "canari" not in report


def test_nobody_is_called_once_the_owner_is_gone(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    owner = QObject()
    got: list[str] = []
    tasks.database(lambda: gate.wait(10), lambda _r: got.append("late"), owner=owner)
    owner.deleteLater()
    qtbot.wait(1)
    gate.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert got == []


class _Sheet(QLabel):
    """Notes when it is drawn, and with what."""

    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self._seen = seen

    def paintEvent(self, event: QPaintEvent) -> None:
        self._seen.append(f"drawn {self.text()}".strip())
        super().paintEvent(event)


def test_what_can_wait_begins_once_what_was_read_is_drawn(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[str] = []
    sheet = _Sheet(seen)
    qtbot.addWidget(sheet)
    sheet.show()
    qtbot.waitExposed(sheet)
    qtbot.waitUntil(lambda: bool(seen))
    seen.clear()
    tasks.database(lambda: "the list", sheet.setText)
    tasks.once_drawn(lambda: seen.append("the rest"), owner=sheet)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert seen == ["drawn the list", "the rest"]


def test_what_can_wait_is_dropped_with_its_owner(qtbot: QtBot, tasks: Tasks) -> None:
    owner, seen = QObject(), list[str]()
    tasks.once_drawn(lambda: seen.append("late"), owner=owner)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert seen == []


def test_long_work_tells_how_far_it_is_and_stops_when_asked(qtbot: QtBot, tasks: Tasks) -> None:
    steps: list[tuple[int, int]] = []
    done: list[str] = []

    def work(job: Job) -> str:
        for n in range(1, 10_000):
            job.progress(n, 10_000)
            threading.Event().wait(0.001)
        return "fini"

    job = tasks.long(work, done.append).on_progress(lambda n, total: steps.append((n, total)))
    qtbot.waitUntil(lambda: len(steps) > 2)
    job.cancel()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert steps == sorted(steps)
    assert steps[-1][0] < 10_000
    assert done == []


def test_messages_wait_for_a_window() -> None:
    messages = Messages()
    messages.say("avant")
    heard: list[str] = []
    messages.listen(lambda m: heard.append(m.text))
    messages.say("après")
    assert heard == ["avant", "après"]


def test_closing_finishes_what_the_database_was_asked(messages: Messages) -> None:
    tasks = Tasks(messages)
    done: list[int] = []
    for n in range(20):
        tasks.database(lambda n=n: done.append(n))  # type: ignore[misc]
    tasks.close()
    assert done == list(range(20))
