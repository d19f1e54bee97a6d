"""« Relecture »: what is unanswered, to verify, flagged, contradictory; how the interview was held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from consultant_app.domain.interview import ActionItem, Conditions, Interview, PlanItem, State
from consultant_app.domain.typography import capital, count, counted, french
from consultant_app.services.closing import Closing, Review
from consultant_app.services.interviewing import Interviewing, InterviewState
from consultant_app.services.workspace import Workspace
from consultant_app.ui import fonts
from consultant_app.ui.navigation import Heading, Page, Route
from consultant_app.ui.pages.occasion import heading_of, names_of
from consultant_app.ui.pages.review.conditions import ConditionsPane
from consultant_app.ui.pages.review.followed import FollowedList
from consultant_app.ui.pages.review.lists import ReviewLists
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.text import Paragraph
from consultant_app.ui.widgets.two_sides import TwoSides

#: Narrower, how sure one is of the answers would be cut, px.
STACK_BELOW = 880


@dataclass(frozen=True, slots=True)
class Reread:
    """What the page shows."""

    state: InterviewState
    review: Review
    seconds: float
    titles: Mapping[str, str]


def read(workspace: Workspace, interview_id: str) -> Reread:
    """Read the interview and what is left to look at."""
    interviewing = Interviewing(workspace, interview_id)
    return Reread(
        interviewing.state,
        Closing(workspace).review(interview_id),
        sum(interviewing.durations().values()),
        _titles(workspace, interviewing.state),
    )


def _titles(workspace: Workspace, state: InterviewState) -> dict[str, str]:
    """The names of practices and actions by id."""
    catalogue = workspace.library.catalogue(state.questionnaire.id)
    practices = {name: p.title for name, p in state.questionnaire.practices.items()}
    return practices | {a.id: a.title for a in (catalogue.actions if catalogue else ())}


class ReviewPage(Page):
    """One look before the result."""

    route = Route.REVIEW

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._reread: Reread | None = None
        self.sentence = Paragraph("", fonts.serif(26), 35)
        self.lists = ReviewLists()
        self.conditions = ConditionsPane()
        self.followed = FollowedList()
        self.previous = QuietButton("Revenir à l’entretien", leading="left")
        self.go_on = PrimaryButton("Suivant\u00a0: résultat", trailing="right")
        self._build()
        self.lists.chosen.connect(self._jump)
        self.conditions.changed.connect(self._keep)
        self.followed.told.connect(self._tell)
        self.previous.clicked.connect(lambda: self._go(Route.INTERVIEW))
        self.go_on.clicked.connect(lambda: self._go(Route.RESULT))

    def heading(self) -> Heading:
        """The company and the occasion."""
        if self._reread is None:
            return Heading("Relecture", steps=True)
        state = self._reread.state
        return heading_of(state.company_name, state.interview)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys of the lists."""
        return (("↑ – ↓", "parcourir"), ("Entrée", "aller à la question"))

    def actions_(self) -> tuple[Button, ...]:
        """Back, and on."""
        return (self.previous, self.go_on)

    def dossier(self) -> dict[str, str]:
        """The company and the interview."""
        return names_of(self._reread.state.interview if self._reread else None)

    def enter(self, **params: str) -> None:
        """Read ``interview_id`` again."""
        workspace, interview_id = self.shell.unlocked, params["interview_id"]
        if self._reread is not None and self._reread.state.interview.id != interview_id:
            self._reread = None
        self.shell.tasks.database(
            lambda: read(workspace, interview_id), self.show_reread, owner=self
        )

    def show_reread(self, reread: Reread) -> None:
        """Show what is left to look at."""
        self._reread = reread
        interview = reread.state.interview
        self.sentence.set_text(_sentence(reread.review))
        self.lists.show_review(reread.review, reread.state.questionnaire)
        closed = interview.state is State.CLOSED
        self.conditions.show_conditions(interview.conditions, reread.seconds, locked=closed)
        self.followed.show_interview(interview, reread.titles, locked=closed)
        self.bars_changed.emit()
        if self.shell.top is not None:
            self.shell.top.saved.show_saved(reread.state.saved_at)
        (self.lists.links[0] if self.lists.links else self.go_on).setFocus()

    def leave(self) -> None:
        """Keep what was typed last."""
        self.conditions.flush()

    def _build(self) -> None:
        content = QWidget()
        column = Column(content, margin=40, top=24, spacing=12)
        column.put(self.sentence)
        column.addWidget(self.lists, 1)
        side = QWidget()
        inside = QVBoxLayout(side)
        inside.setContentsMargins(28, 24, 28, 24)
        inside.setSpacing(20)
        inside.addWidget(self.followed)
        inside.addWidget(self.conditions)
        inside.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sides = (content, "À relire", 62), (side, "L’entretien", 38)
        layout.addWidget(TwoSides(*sides, stack_below=STACK_BELOW))

    def _jump(self, item_id: str) -> None:
        self.shell.go(Route.INTERVIEW, **self.dossier(), item_id=item_id)

    def _go(self, route: Route) -> None:
        self.shell.go(route, **self.dossier())

    def _keep(self, conditions: Conditions) -> None:
        if self._reread is None:
            return
        workspace, interview_id = self.shell.unlocked, self._reread.state.interview.id
        self.shell.tasks.database(
            lambda: Interviewing(workspace, interview_id).set_conditions(conditions),
            self._kept,
            owner=self,
        )

    def _tell(self, plan: tuple[PlanItem, ...], actions: tuple[ActionItem, ...]) -> None:
        if self._reread is None:
            return
        closing, interview_id = Closing(self.shell.unlocked), self._reread.state.interview.id
        self.shell.tasks.database(
            lambda: closing.tell_outcomes(interview_id, plan, actions), self._told, owner=self
        )

    def _told(self, interview: Interview) -> None:
        if self.shell.top is not None and self.shell.navigator.current is self:
            self.shell.top.saved.show_saved(interview.updated_at)

    def _kept(self, state: InterviewState) -> None:
        if self.shell.top is not None and self.shell.navigator.current is self:
            self.shell.top.saved.show_saved(state.saved_at)


def _sentence(review: Review) -> str:
    if review.blocking:
        return french("Une contradiction est à lever avant de clore.")
    if review.is_clear:
        return "Tout a sa réponse. Vous pouvez passer au résultat."
    open_, verify = len(review.unanswered), len(review.to_verify)
    parts = []
    if open_:
        noun = "question est restée" if open_ == 1 else "questions sont restées"
        parts.append(f"{count(open_, feminine=True)} {noun} sans réponse")
    if verify:
        parts.append(f"{counted(verify, 'point')} à vérifier")
    if not parts:
        return "Relisez ces points, puis passez au résultat."
    return french(f"{capital(', '.join(parts))}. On peut passer au résultat quand même.")
