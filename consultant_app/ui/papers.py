"""Making the paper: its words are read in the database thread, its pages drawn in the other one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from consultant_app.restitution.context import Edition
from consultant_app.restitution.model import Restitution
from consultant_app.services.results import Results
from consultant_app.ui.shell import Shell
from consultant_app.ui.tasks import Failed, Job


@dataclass(frozen=True, slots=True)
class Wish:
    """Which paper is wanted; ``verbatims``: practices whose note is quoted."""

    interview_id: str
    edition: Edition = "full"
    verbatims: tuple[str, ...] = ()
    password: str | None = None


def make(
    shell: Shell,
    wish: Wish,
    done: Callable[[bytes], None],
    owner: QObject,
    failed: Failed | None = None,
) -> None:
    """Make a paper in memory; ``done`` gets the bytes of the PDF in the window's thread."""
    results = Results(shell.unlocked)

    def words() -> tuple[Restitution, datetime]:
        interview = results.diagnosis(wish.interview_id).interview
        view = results.restitution(
            wish.interview_id, edition=wish.edition, verbatims=wish.verbatims
        )
        return view, interview.closed_at or interview.updated_at

    def draw(read: tuple[Restitution, datetime]) -> None:
        def pages(_job: Job) -> bytes:
            from consultant_app.restitution.pdf import render

            return render(read[0], created=read[1], password=wish.password)

        shell.tasks.long(pages, done, failed, owner=owner)

    shell.tasks.database(words, draw, failed, owner=owner)
