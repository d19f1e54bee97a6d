"""Where the eye was: scroll and focus of an interview, kept so that reopening is exact."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from consultant_app.ui.pages.interview.parts import Parts
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.pages.interview.travel import Travel
from consultant_app.ui.shell import Shell

PAUSE_MS = 400


@dataclass(frozen=True, slots=True)
class View:
    """What was on screen: the stop, how far it was scrolled, which control had the focus."""

    stop_id: str = ""
    scroll: int = 0
    focus: str = ""


def load(shell: Shell, interview_id: str) -> View:
    """Return the view kept for an interview (in the database thread)."""
    kept = shell.settings.get(f"ui:view:{interview_id}") if shell.settings else None
    if not isinstance(kept, dict):
        return View()
    return View(
        str(kept.get("stop_id", "")), int(kept.get("scroll", 0)), str(kept.get("focus", ""))
    )


class Eye(QObject):
    """Keeps the view a moment after it stopped moving, and when the page is left."""

    def __init__(self, shell: Shell, parts: Parts, page: QObject) -> None:
        super().__init__(page)
        self._shell, self._parts = shell, parts
        self._session: Session | None = None
        self._travel: Travel | None = None
        self._kept = View()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(self.keep)
        parts.body.area.verticalScrollBar().valueChanged.connect(lambda _value: self.moved())

    def follow(self, session: Session, travel: Travel) -> None:
        """Another interview comes up."""
        self._session, self._travel = session, travel

    def moved(self) -> None:
        """Something moved: keep it soon."""
        self._soon.start()

    def keep(self) -> None:
        """Keep what is on screen, when it differs from what is kept."""
        self._soon.stop()
        if self._session is None or self._travel is None or self._travel.stop is None:
            return
        writing = QApplication.focusWidget() is self._parts.margin.note
        scroll = self._parts.body.area.verticalScrollBar().value()
        view = View(self._travel.stop.id, scroll, "note" if writing else "")
        if view != self._kept:
            self._kept = view
            self._shell.remember(f"view:{self._session.state.interview.id}", asdict(view))

    def restore(self, view: View) -> None:
        """Put scroll and focus back where they were."""
        self._kept = view
        if self._travel is None or self._travel.stop is None:
            return
        if self._travel.stop.id != view.stop_id:
            return
        if view.focus == "note":
            self._parts.margin.note.setFocus()
        # The scroll range is known once the page has been laid out.
        bar = self._parts.body.area.verticalScrollBar()
        QTimer.singleShot(0, self, lambda: bar.setValue(view.scroll))
