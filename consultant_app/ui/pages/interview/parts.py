"""The parts of the interview page, and what they show together."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtWidgets import QVBoxLayout, QWidget

from consultant_app.ui.messages import Kind
from consultant_app.ui.pages.interview.layout import InterviewLayout
from consultant_app.ui.pages.interview.margin import Margin
from consultant_app.ui.pages.interview.question_pane import QuestionPane
from consultant_app.ui.pages.interview.rail import Rail
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.pages.interview.stops import Path, Stop, StopKind
from consultant_app.ui.pages.interview.travel import Travel
from consultant_app.ui.widgets.buttons import PrimaryButton, QuietButton
from consultant_app.ui.widgets.saved import Band

REFUSED = "Pas encore enregistré. Votre réponse reste à l’écran\u202f; réessayez (Ctrl S)."


#: A longer label is cut, px.
_LONGEST = 300


class Parts:
    """Rail, question, margin, red band and the bottom bar's buttons."""

    def __init__(self, page: QWidget) -> None:
        self.rail, self.pane, self.margin = Rail(), QuestionPane(), Margin()
        self.body = InterviewLayout(self.rail, self.pane, self.margin)
        self.refused = Band(Kind.ERROR, action="Réessayer")
        self.previous = QuietButton("Précédente", leading="left")
        self.next = PrimaryButton("Suivante", trailing="right")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.above = QVBoxLayout()
        layout.addWidget(self.refused)
        layout.addLayout(self.above)
        layout.addWidget(self.body, 1)
        self.refused.hide()
        self._chain: list[QWidget] = []

    def show_rail(self, session: Session, travel: Travel, seconds: int) -> None:
        """Show where one is, how far (durable answers only), and what contradicts itself."""
        if travel.stop is None:
            return
        answers = session.state.interview.answers
        model = self.rail.list.rail_model
        model.show(travel.path, travel.stop, answers, self.rail.search.text())
        self.rail.show_found(len(model.rows))
        practices = [s for s in travel.path.stops if s.kind is StopKind.PRACTICE]
        done = sum(answers[s.id].is_answered for s in practices if s.id in answers)
        self.rail.progress.set(done, len(practices), seconds)
        failures = session.state.outcome.failures
        self.rail.show_checks(len(failures), blocking=any(f.critical for f in failures))

    def name_next(self, travel: Travel) -> None:
        """Say on the buttons where they lead."""
        if travel.stop is None:
            return
        self.previous.setEnabled(travel.path.step(travel.stop, -1) is not None)
        self.next.set_label(_leads_to(travel.path, travel.stop), limit=_LONGEST)

    def prepare_names(self, path: Path, coming: Stop) -> None:
        """Have the buttons drawn as they will be at ``coming``."""
        self.next.prepare_label(_leads_to(path, coming), limit=_LONGEST)

    def set_tab_order(self) -> None:
        """Tab: cards, missing answers, evidence, note, flag, history, before, next."""
        margin = self.margin
        chain: list[QWidget] = [
            *self.pane.controls(),
            *margin.evidence.segments,
            margin.note,
            margin.flag,
            margin.history,
            self.previous,
            self.next,
        ]
        if chain != self._chain:
            self._chain = chain
            for one, other in pairwise(chain):
                QWidget.setTabOrder(one, other)

    def show_refused(self, sentence: str) -> None:
        """Say that something is not saved, and why when it is known."""
        self.refused.set_text(f"{REFUSED} {sentence}".strip())
        self.refused.show()


def _leads_to(path: Path, stop: Stop) -> str:
    """What the button that goes on says at ``stop``."""
    coming = path.step(stop, 1)
    if coming is None:
        return "Relecture"
    if coming.kind is StopKind.OPENING:
        return f"Suivant\u00a0: {path.section_of(coming).title}"
    return f"Suivante\u00a0: {coming.label}"
