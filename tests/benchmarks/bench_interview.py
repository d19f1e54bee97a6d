"""The interview's answer to the hand: key press → durable, ticked, next question drawn."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.harness import Budget, Pair, benchmark

if TYPE_CHECKING:
    from tests.ui.driver import Driver

SAMPLES = 120


@contextmanager
def a_window() -> Iterator[Driver]:
    """A real window, offscreen, on a real profile, at the first practice."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from consultant_app.ui import application
    from consultant_app.ui.garbage import Collector
    from tests.ui.driver import Driver

    app = application.create()
    with tempfile.TemporaryDirectory() as folder:
        driver = Driver(app, Path(folder) / "profil")
        garbage = Collector(driver.window)
        try:
            yield driver
        finally:
            garbage.close()
            driver.close()


def percentile(times: list[float], share: float) -> float:
    """The time under which ``share`` of ``times`` lie."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def answer_and_go_on(driver: Driver, digit: str) -> float:
    """Strike a digit, then Enter; return the seconds until saved and the next one is painted.

    The interview moves on only once the answer is durable, so that arriving proves it.
    """
    from PySide6.QtCore import QEventLoop, Qt
    from PySide6.QtTest import QTest

    from consultant_app.ui.later import OnceDrawn
    from consultant_app.ui.pages.interview.ahead import PAUSE_MS

    travel, drawn = driver.page.travel, []
    assert travel is not None
    once_drawn = OnceDrawn()
    look = travel.arrived.connect(
        lambda _stop: once_drawn.do(lambda: drawn.append(time.perf_counter()))
    )
    begin = time.perf_counter()
    driver.strike(digit)
    driver.strike(Qt.Key.Key_Return)
    while not drawn:
        # Asleep between events, as in real life: spinning would hold the interpreter's lock.
        driver.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    travel.arrived.disconnect(look)
    driver.settle()
    # The next question is read, if only for a blink.
    QTest.qWait(2 * PAUSE_MS)
    return drawn[0] - begin


def p99_of(driver: Driver, restart: Callable[[], None]) -> float:
    """The 99th percentile, in milliseconds, over a stretch of practices."""
    times = []
    for n in range(SAMPLES):
        if driver.stop.item.practice is None or driver.path.step(driver.stop, 1) is None:
            restart()
        times.append(answer_and_go_on(driver, str(n % 5)))
    return percentile(times, 0.99) * 1000


@benchmark(
    "key press → durable and next question drawn, p99",
    budget=Budget(value=16),
    unit="ms",
    repeats=3,
)
@contextmanager
def key_to_next() -> Iterator[Pair]:
    from PySide6.QtTest import QTest

    from consultant_app.ui.pages.interview.ahead import PAUSE_MS

    with a_window() as driver:
        driver.start()
        practices = [s for s in driver.path.stops if s.item.practice]
        turn = iter(range(10**6))

        def restart() -> None:
            driver.go_to(practices[next(turn) * 6 % len(practices)].id)
            QTest.qWait(2 * PAUSE_MS)

        restart()
        yield Pair(measured=lambda: p99_of(driver, restart))


def longest_stall(driver: Driver) -> float:
    """The longest time, in milliseconds, that one turn of the event loop held the window."""
    from PySide6.QtCore import Qt

    longest = 0.0

    def turn() -> None:
        nonlocal longest
        begin = time.perf_counter()
        driver.app.processEvents()
        longest = max(longest, time.perf_counter() - begin)

    def strike(key: Qt.Key | str) -> None:
        nonlocal longest
        begin = time.perf_counter()
        driver.strike(key)
        longest = max(longest, time.perf_counter() - begin)
        while driver.tasks.busy:
            turn()
            time.sleep(0.001)

    driver.go_to(driver.path.stops[0].id)
    for stop in driver.path.stops:
        if stop.item.practice or stop.item.role == "importance":
            strike("2")
        strike(Qt.Key.Key_Return)
    return longest * 1000


@benchmark(
    "longest stall of the window in a whole interview",
    budget=Budget(value=50),
    unit="ms",
    repeats=3,
)
@contextmanager
def stall() -> Iterator[Pair]:
    with a_window() as driver:
        driver.start()
        yield Pair(measured=lambda: longest_stall(driver))
