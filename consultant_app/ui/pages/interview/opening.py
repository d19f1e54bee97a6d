"""Loading an interview in the database thread, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from consultant_app.domain.answers import Answer
from consultant_app.domain.interview import State
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.interviewing import Interviewing, InterviewState
from consultant_app.services.updates import Updates
from consultant_app.ui.pages.interview import view_memory
from consultant_app.ui.pages.interview.session import Port
from consultant_app.ui.shell import Shell


@dataclass(frozen=True, slots=True)
class Opened:
    """An interview ready to be shown. ``before``: the answers of the interview it follows up.

    ``newest``: the version of the questionnaire that a draft could move to, None when it has it.
    """

    port: Port
    state: InterviewState
    view: view_memory.View
    seconds: float
    before: Mapping[str, Answer] = field(default_factory=dict)
    newest: int | None = None

    def level_before(self, item_id: str) -> float | None:
        """The level of an item in the interview before, None when there is none."""
        answer = self.before.get(item_id)
        return answer.level if answer else None


def open_interview(shell: Shell, interview_id: str) -> Opened:
    """Load an interview, the one before it, and where the eye was."""
    workspace = shell.unlocked
    port = Interviewing(workspace, interview_id)
    state = port.state
    previous = state.interview.previous_id
    before = Dossiers(workspace).find(previous).answers if previous else {}
    return Opened(
        port,
        state,
        view_memory.load(shell, interview_id),
        sum(port.durations().values()),
        before,
        Updates(workspace).newest(interview_id) if state.interview.state is State.DRAFT else None,
    )
