"""« Résultat »: the profile, and what consultant and dirigeant decide of it. Saved at each change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout

from consultant_app.domain.interview import ActionItem, Interview, PlanItem, State
from consultant_app.services.closing import Closing
from consultant_app.ui.dialogs.keys import KeysDialog
from consultant_app.ui.navigation import Heading, Page, Route
from consultant_app.ui.pages.occasion import heading_of, names_of
from consultant_app.ui.pages.result.board import Board
from consultant_app.ui.pages.result.decisions import Decisions
from consultant_app.ui.pages.result.reading import Seen, read
from consultant_app.ui.pages.result.sides import DecisionSide, ProfileSide
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import Button, PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.fields import LineField
from consultant_app.ui.widgets.two_sides import TwoSides

HINTS = (
    ("Alt ↑", "monter"),
    ("Alt ↓", "descendre"),
    ("Suppr", "retirer"),
    ("Entrée", "qui, quand"),
    ("Ctrl Z", "annuler"),
    ("F1", "toutes les touches"),
)
_LETTERS = "ABCDEFGHIJ"
#: Narrower, a priority's line would be cut, px.
STACK_BELOW = 1000


class ResultPage(Page):
    """The paper's first page, worked on together."""

    route = Route.RESULT

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._seen: Seen | None = None
        self._plan: Decisions[PlanItem] = Decisions.of(())
        self._actions: Decisions[ActionItem] = Decisions.of(())
        self._last = "plan"
        self.left, self.right = ProfileSide(), DecisionSide()
        self.preview = SecondaryButton("Aperçu de la restitution", leading="printer")
        self.go_on = PrimaryButton("Suivant\u00a0: ce qui part", trailing="right")
        self._sides = TwoSides(
            (self.left, "Profil", 53), (self.right, "Décisions", 47), stack_below=STACK_BELOW
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._sides)
        self._connect()

    def heading(self) -> Heading:
        """The company and the occasion."""
        if self._seen is None:
            return Heading("Résultat", steps=True)
        return heading_of(self._seen.company, self._seen.interview)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys of the lists."""
        return () if self._locked else HINTS

    def actions_(self) -> tuple[Button, ...]:
        """The paper; what leaves."""
        return (self.preview, self.go_on)

    def dossier(self) -> dict[str, str]:
        """The company and the interview."""
        return names_of(self._seen.interview if self._seen else None)

    def enter(self, **params: str) -> None:
        """Read ``interview_id``'s result."""
        workspace, interview_id = self.shell.unlocked, params["interview_id"]
        if self._seen is not None and self._seen.interview.id != interview_id:
            self._seen = None
        self._plan, self._actions = Decisions.of(()), Decisions.of(())
        self.shell.tasks.database(lambda: read(workspace, interview_id), self.show_seen, owner=self)

    def show_seen(self, seen: Seen) -> None:
        """Show the result as it was read."""
        self._seen = seen
        self._plan = Decisions.of(seen.diagnosis.plan)
        self._actions = Decisions.of(seen.diagnosis.actions)
        self._show_reading(seen)
        self._show_boards()
        self.bars_changed.emit()
        self._tell_saved(seen.interview.updated_at)
        rows = self.right.plan.rows
        # As one column, the profile comes first: the focus would scroll it away.
        at_once = rows and not self._locked and not self._sides.stacked
        (rows[0] if at_once else self.go_on).setFocus()

    def leave_for(self, route: Route) -> None:
        """Going on to what leaves confirms what is shown, whether by the button or by the tab."""
        if route is Route.SHARING and not self._locked and not self._confirmed:
            self._confirm()

    def may_leave(self) -> bool:
        """What is being typed counts too."""
        self._flush()
        return True

    def _connect(self) -> None:
        plan, parcours = self.right.plan, self.right.parcours
        self._wire(plan, "plan", lambda: self._plan)
        self._wire(parcours, "actions", lambda: self._actions)
        self.right.wanted.connect(
            lambda i: self._decide("plan", lambda: self._plan.add(PlanItem(i)))
        )
        self.go_on.clicked.connect(self._go_on)
        self.preview.clicked.connect(lambda: self.shell.go(Route.PREVIEW, **self.dossier()))
        for keys, act in (
            ("Ctrl+Z", self._undo),
            ("F1", lambda: KeysDialog(HINTS[:-1], self).exec()),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def _wire(
        self,
        board: Board,
        which: str,
        of: Callable[[], Decisions[PlanItem] | Decisions[ActionItem]],
    ) -> None:
        board.moved.connect(lambda i, by: self._decide(which, lambda: of().move(i, by)))
        board.removed.connect(lambda i: self._decide(which, lambda: of().keep(i, kept=False)))
        board.restored.connect(lambda i: self._decide(which, lambda: of().keep(i, kept=True)))
        board.written.connect(
            lambda i, name, text: self._write(which, lambda: of().write(i, **{name: text}))
        )

    @property
    def _locked(self) -> bool:
        return self._seen is None or self._seen.interview.state is State.CLOSED

    def _decide(self, which: str, change: Callable[[], bool]) -> None:
        """Change the list, show it at once, save it."""
        if not self._locked and change():
            self._last = which
            self._show_boards()
            self._save(which)

    def _write(self, which: str, change: Callable[[], bool]) -> None:
        """Save what was typed; the fields already show it."""
        if not self._locked and change():
            self._last = which
            self._save(which)

    def _undo(self) -> None:
        decisions = self._plan if self._last == "plan" else self._actions
        if not self._locked and decisions.undo():
            self._show_boards()
            self._save(self._last)

    def _flush(self) -> None:
        focus = QApplication.focusWidget()
        if isinstance(focus, LineField) and self.isAncestorOf(focus) and not self._locked:
            focus.editingFinished.emit()

    def _save(self, which: str, then: Callable[[], None] | None = None) -> None:
        assert self._seen is not None
        workspace, interview_id = self.shell.unlocked, self._seen.interview.id
        closing, plan, actions = Closing(workspace), self._plan.items, self._actions.items

        def work() -> tuple[Interview, Seen]:
            if which == "plan":
                saved = closing.decide_plan(interview_id, plan)
            else:
                saved = closing.decide_actions(interview_id, actions)
            return saved, read(workspace, interview_id)

        def done(result: tuple[Interview, Seen]) -> None:
            saved, seen = result
            self._seen = seen
            self._tell_saved(saved.updated_at)
            self._show_reading(seen)
            self._follow_actions(seen)
            if then is not None:
                then()

        self.shell.tasks.database(work, done, self._refused, owner=self)

    def _follow_actions(self, seen: Seen) -> None:
        """The parcours follows the priorities until it was decided itself."""
        if not seen.interview.actions and seen.diagnosis.actions != self._actions.items:
            self._actions = Decisions.of(seen.diagnosis.actions)
            self._show_actions()

    def _refused(self, error: Exception) -> None:
        if self.shell.top is not None:
            self.shell.top.saved.show_failed()
        self.shell.messages.failure(error)

    def _show_reading(self, seen: Seen) -> None:
        self.left.show_essential(seen.essential)
        in_plan = {item.practice_id for item in self._plan.items}
        self.right.show_essential(seen.essential, in_plan, locked=self._locked)

    def _show_boards(self) -> None:
        seen = self._seen
        assert seen is not None
        lines = [seen.plan_line(item, rank) for rank, item in enumerate(self._plan.items, start=1)]
        self.right.plan.show_lines(lines, locked=self._locked)
        self._show_actions()

    def _show_actions(self) -> None:
        seen = self._seen
        assert seen is not None
        actions = self._actions.items
        lines = [
            seen.action_line(item, letter) for item, letter in zip(actions, _LETTERS, strict=False)
        ]
        self.right.parcours.show_lines(lines, locked=self._locked)
        self.right.show_counts(
            len(self._plan.kept), len(self._plan.items), actions=bool(self._actions.items)
        )

    def _tell_saved(self, at: datetime) -> None:
        if self.shell.top is not None and self.shell.navigator.current is self:
            self.shell.top.saved.show_saved(at)

    def _go_on(self) -> None:
        """Going on confirms what is shown: what is kept becomes the firm's needs."""
        if self._locked:
            self._leave_for_sharing()
            return
        self._flush()
        self._confirm(self._leave_for_sharing)

    def _confirm(self, then: Callable[[], None] | None = None) -> None:
        self._save("actions")
        self._save("plan", then)

    def _leave_for_sharing(self) -> None:
        self._confirmed = True
        self.shell.go(Route.SHARING, **self.dossier())
        self._confirmed = False

    _confirmed = False
