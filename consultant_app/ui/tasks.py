"""Plain functions run outside the window's thread: one thread for the database, one for long work.

    tasks.database(lambda: dossiers.rows(), done=self._show_rows)
    tasks.long(lambda job: backup(job), done=..., owner=self)

``done`` and ``failed`` are called in the window's thread, in the order the work ended. Without
``failed``, a failure goes to `Messages`. With ``owner``, nothing is called once it is destroyed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from consultant_app.ui.messages import Messages

T = TypeVar("T")
Failed = Callable[[Exception], None]


class Job:
    """One piece of work under way: says how far it is, and can be asked to stop."""

    def __init__(self, post: Callable[[Callable[[], None]], None]) -> None:
        self._post = post
        self._cancelled = threading.Event()
        self._on_progress: Callable[[int, int], None] | None = None
        self.future: Future[None] | None = None

    @property
    def cancelled(self) -> bool:
        """Whether someone asked this work to stop (long functions look at it now and then)."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; what has not begun never will, and nobody is called back."""
        self._cancelled.set()
        if self.future:
            self.future.cancel()

    def on_progress(self, listener: Callable[[int, int], None]) -> Job:
        """Call ``listener(step, total)`` in the window's thread as the work advances."""
        self._on_progress = listener
        return self

    def progress(self, step: int, total: int) -> None:
        """Say, from the work's own thread, that ``step`` of ``total`` is done."""
        if self.cancelled:
            raise CancelledError
        if listener := self._on_progress:
            self._post(lambda: listener(step, total))


class Tasks(QObject):
    """The two background threads of the application."""

    _posted = Signal(object)

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self._messages = messages
        self._database = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="long")
        self._waiting = 0
        self._posted.connect(self._call)

    @property
    def busy(self) -> bool:
        """Whether some work has not been answered for yet."""
        return self._waiting > 0

    def database(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job:
        """Run ``work`` in the database thread, after all that was asked of it before."""
        return self._start(self._database, lambda _job: work(), done, failed, owner)

    def long(
        self,
        work: Callable[[Job], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job:
        """Run ``work`` (network, PDF, key derivation) in the long-work thread."""
        return self._start(self._long, work, done, failed, owner)

    def close(self) -> None:
        """Finish what the database was asked, drop the rest, stop both threads."""
        self._database.shutdown(wait=True)
        self._long.shutdown(wait=True, cancel_futures=True)

    def _start(
        self,
        executor: ThreadPoolExecutor,
        work: Callable[[Job], T],
        done: Callable[[T], None] | None,
        failed: Failed | None,
        owner: QObject | None,
    ) -> Job:
        job = Job(self._posted.emit)
        self._waiting += 1

        def alive() -> bool:
            return not job.cancelled and (owner is None or isValid(owner))

        def run() -> None:
            try:
                result = work(job)
            except CancelledError:
                self._posted.emit(self._settle)
            except Exception as error:  # noqa: BLE001 - every failure has an address: the window
                self._posted.emit(_bind(self._fail, error, failed, alive))
            else:
                self._posted.emit(_bind(self._succeed, result, done, alive))

        job.future = executor.submit(run)
        job.future.add_done_callback(self._dropped)
        return job

    def _dropped(self, future: Future[None]) -> None:
        if future.cancelled():
            self._posted.emit(self._settle)

    def _succeed(self, result: T, done: Callable[[T], None] | None, alive: Alive) -> None:
        self._settle()
        if done and alive():
            done(result)

    def _fail(self, error: Exception, failed: Failed | None, alive: Alive) -> None:
        self._settle()
        if failed and alive():
            failed(error)
        elif not failed:
            self._messages.failure(error)

    def _settle(self) -> None:
        self._waiting -= 1

    def _call(self, callback: Callable[[], None]) -> None:
        callback()


Alive = Callable[[], bool]


def _bind(
    function: Callable[[T, Callable[[T], None] | None, Alive], None],
    value: T,
    then: Callable[[T], None] | None,
    alive: Alive,
) -> Callable[[], None]:
    return lambda: function(value, then, alive)
