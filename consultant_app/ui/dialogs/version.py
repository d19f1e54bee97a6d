"""« Passer à la version N »: what becomes of each question, told before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from consultant_app.domain.typography import capital, counted, french
from consultant_app.domain.version_change import Difference, Fate, ItemChange, VersionChange
from consultant_app.ui.dialogs.asking import Asking
from consultant_app.ui.messages import Kind
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.saved import Band
from consultant_app.ui.widgets.scroll import page_scroll

_WORDS = {
    Difference.RENAMED: "rangée sous un autre nom",
    Difference.REWORDED: "dite autrement",
    Difference.RETYPED: "autre sorte de réponse",
    Difference.RESCALED: "autre échelle",
    Difference.NARROWED: "moins de réponses possibles",
}
_SET_ASIDE = "réponse à redonner\u202f; l’ancienne reste dans l’historique"


class VersionDialog(Asking):
    """Shows a `VersionChange`; ``accepted_`` is called when it is to be done."""

    def __init__(
        self,
        change: VersionChange,
        accepted_: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        title = f"Passer à la version {change.questionnaire.version}"
        super().__init__(
            title,
            title,
            parent,
            heading=f"{title} du questionnaire.",
            words=_summary(change),
            leave=f"Rester en version {change.from_version}",
        )
        self._accepted = accepted_
        self.resize(620, 520)
        self.column.addWidget(page_scroll(_details(change), "Ce qui change"), 1)
        self.go_on.clicked.connect(self._finish)
        self.go_on.setFocus()

    def _finish(self) -> None:
        self.accept()
        self._accepted()


def _summary(change: VersionChange) -> str:
    kept = len(change.of(Fate.KEPT))
    words = capital(counted(kept, "question ne change pas", "questions ne changent pas"))
    return french(f"{words}. Tout se fait d’un coup, ou rien ne change.")


def _details(change: VersionChange) -> QWidget:
    content = QWidget()
    column = Column(content, margin=4, top=4, spacing=6)
    if change.set_aside:
        count = len(change.set_aside)
        noun = "réponse ne comptera plus" if count == 1 else "réponses ne compteront plus"
        column.put(
            Band(
                Kind.ATTENTION,
                french(f"{count} {noun}\u00a0: elles restent lisibles dans l’historique."),
            )
        )
    _group(column, "Changées", change.of(Fate.CHANGED))
    _group(column, "Nouvelles", change.of(Fate.NEW))
    _group(column, "Abandonnées", change.of(Fate.DROPPED))
    column.addStretch(1)
    return content


def _group(column: Column, title: str, changes: Sequence[ItemChange]) -> None:
    if not changes:
        return
    column.addSpacing(6)
    column.put(label(f"{title}\u00a0: {len(changes)}", px=15, bold=True))
    for change in changes:
        column.put(label(french(line_of(change)), wrap=True))


def line_of(change: ItemChange) -> str:
    """One question and what becomes of it and of its answer."""
    item = change.new or change.old
    name = f"{item.code} {item.title}".strip() if item else ""
    told = [_WORDS[difference] for difference in change.differences]
    if change.fate is Fate.DROPPED:
        told = ["sa réponse reste dans l’historique"] if change.is_set_aside else []
    elif change.is_set_aside:
        told.append(_SET_ASIDE)
    return f"{name}\u00a0: {', '.join(told)}" if told else name
