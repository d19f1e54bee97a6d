"""Plain functions run outside the window's thread: database, long work, network.

    tasks.database(lambda: dossiers.rows(), done=self._show_rows)
    tasks.long(lambda job: backup(job), done=..., owner=self)
    tasks.network(lambda job: sending.sync(...), done=..., owner=self)

Database and long work have one thread each; each piece of network work has its own, and nothing
waits for it: a centre that does not answer keeps neither a paper from being made nor the window
from closing.

``done`` and ``failed`` are called in the window's thread, in the order the work ended. Without
``failed``, a failure goes to `Messages`. With ``owner``, nothing is called once it is destroyed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from consultant_app.ui.messages import Messages

T = TypeVar("T")
Failed = Callable[[Exception], None]
#: How long the program waits for the network when it ends, s.
_LEAVE = 1.0
#: Longer than what Qt waits before it draws what has changed (5 ms).
_DRAWN_MS = 12


class Job:
    """One piece of work under way: says how far it is, and can be asked to stop."""

    def __init__(self, post: Callable[[Callable[[], None]], None]) -> None:
        self._post = post
        self._cancelled = threading.Event()
        self._on_progress: Callable[[int, int], None] | None = None
        self.future: Future[None] | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing of it is under way any more."""
        return self.future is not None and self.future.done()

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


class _Apart:
    """Runs each piece of work in a thread of its own, which dies with the program.

    `ThreadPoolExecutor` would have the program wait, when it ends, for a centre that never answers.
    """

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []

    def submit(self, run: Callable[[], None]) -> Future[None]:
        """Begin at once."""
        future: Future[None] = Future()
        future.set_running_or_notify_cancel()

        def work() -> None:
            run()
            future.set_result(None)

        thread = threading.Thread(target=work, name="network", daemon=True)
        self._threads = [t for t in self._threads if t.is_alive()] + [thread]
        thread.start()
        return future

    def wait(self, seconds: float) -> None:
        """Give what is under way a moment to end."""
        limit = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(limit - time.monotonic(), 0))


class Tasks(QObject):
    """The background threads of the application."""

    _posted = Signal(object)

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self._messages = messages
        self._database = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="long")
        self._network = _Apart()
        self._under_way: list[Job] = []
        self._waiting = 0
        self._posted.connect(self._call)

    @property
    def busy(self) -> bool:
        """Whether some work has not been answered for yet (the network's apart)."""
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
        """Run ``work`` (PDF, key derivation) in the long-work thread."""
        return self._start(self._long, work, done, failed, owner)

    def network(
        self,
        work: Callable[[Job], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job:
        """Run ``work``, which may wait for a network, in a thread of its own."""
        job = self._start(self._network, work, done, failed, owner, counted=False)
        self._under_way = [j for j in self._under_way if not j.ended] + [job]
        return job

    def once_drawn(self, act: Callable[[], object], *, owner: QObject) -> None:
        """Run ``act`` in the window's thread, once all that was asked before is read and drawn.

        What nobody waits for begins after what somebody looks at.
        """
        self._waiting += 1

        def run() -> None:
            self._waiting -= 1
            if isValid(owner):
                act()

        self.database(lambda: None, lambda _nothing: QTimer.singleShot(_DRAWN_MS, self, run))

    def close(self) -> None:
        """Finish what the database was asked, drop the rest, stop the threads."""
        for job in self._under_way:
            job.cancel()
        self._database.shutdown(wait=True)
        self._long.shutdown(wait=True, cancel_futures=True)
        self._network.wait(_LEAVE)

    def _start(
        self,
        executor: ThreadPoolExecutor | _Apart,
        work: Callable[[Job], T],
        done: Callable[[T], None] | None,
        failed: Failed | None,
        owner: QObject | None,
        *,
        counted: bool = True,
    ) -> Job:
        job = Job(self._post)
        self._waiting += counted

        def alive() -> bool:
            return not job.cancelled and (owner is None or isValid(owner))

        def settle(then: Callable[[], None] | None = None) -> None:
            self._post(lambda: self._settle(counted, then))

        def run() -> None:
            try:
                result = work(job)
            except CancelledError:
                settle()
            except Exception as error:  # noqa: BLE001 - every failure has an address: the window
                settle(_told(self._fail, error, failed, alive))
            else:
                settle(_told(self._succeed, result, done, alive))

        job.future = executor.submit(run)
        job.future.add_done_callback(lambda future: settle() if future.cancelled() else None)
        return job

    def _post(self, callback: Callable[[], None]) -> None:
        """Have ``callback`` called in the window's thread, if there still is a window."""
        if isValid(self):
            self._posted.emit(callback)

    def _succeed(self, result: T, done: Callable[[T], None] | None, alive: Alive) -> None:
        if done and alive():
            done(result)

    def _fail(self, error: Exception, failed: Failed | None, alive: Alive) -> None:
        if failed and alive():
            failed(error)
        elif not failed:
            self._messages.failure(error)

    def _settle(self, counted: bool, then: Callable[[], None] | None) -> None:
        self._waiting -= counted
        if then is not None:
            then()

    def _call(self, callback: Callable[[], None]) -> None:
        callback()


Alive = Callable[[], bool]


def _told(
    function: Callable[[T, Callable[[T], None] | None, Alive], None],
    value: T,
    then: Callable[[T], None] | None,
    alive: Alive,
) -> Callable[[], None]:
    return lambda: function(value, then, alive)
