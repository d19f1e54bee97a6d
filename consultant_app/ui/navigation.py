"""Where one can be in the window, and what a page must be to stand there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from consultant_app.ui.widgets.buttons import Button, PrimaryButton

if TYPE_CHECKING:
    from consultant_app.ui.shell import Shell


class Route(StrEnum):
    """The pages of the program."""

    FIRST_RUN = "first_run"
    UNLOCK = "unlock"
    HOME = "home"
    COMPANY = "company"
    INFORMATION = "information"
    INTERVIEW = "interview"
    REVIEW = "review"
    RESULT = "result"
    SHARING = "sharing"
    PREVIEW = "preview"
    SETTINGS = "settings"
    SENT = "sent"


#: The steps of a dossier, shown as tabs at the top, in the order they are walked.
DOSSIER_STEPS = (
    (Route.COMPANY, "Entreprise"),
    (Route.INTERVIEW, "Entretien"),
    (Route.REVIEW, "Relecture"),
    (Route.RESULT, "Résultat"),
    (Route.SHARING, "Ce qui part"),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the top bar says. ``steps``: whether the dossier's tabs show."""

    title: str = ""
    subtitle: str = ""
    steps: bool = False


class Page(QWidget):
    """One screen. It says what the bars show; the main window shows it.

    Emit ``bars_changed`` when `heading`, `hints` or `actions` would answer differently.
    """

    bars_changed = Signal()
    #: The route's own name, given by the subclass.
    route: Route

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.setObjectName("page")

    def heading(self) -> Heading:
        """Return what the top bar says."""
        return Heading()

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Return the key hints of the bottom bar."""
        return ()

    def actions_(self) -> tuple[Button, ...]:
        """Return the buttons of the bottom bar, the primary one last (same objects each time)."""
        return ()

    def primary(self) -> Button | None:
        """Return the one act this screen is for, which Ctrl and Enter do from anywhere on it."""
        main = [button for button in self.actions_() if isinstance(button, PrimaryButton)]
        return main[-1] if main else None

    def dossier(self) -> dict[str, str]:
        """Return the ids that the dossier's tabs hand on (``company_id``, ``interview_id``)."""
        return {}

    def enter(self, **params: str) -> None:
        """Show what ``params`` name; called each time the page comes up."""

    def may_leave(self) -> bool:
        """Return whether the page can be left now (it says why when it cannot)."""
        return True

    def leave_for(self, route: Route) -> None:
        """Called just before `leave` when another page comes up: where one is going."""

    def leave(self) -> None:
        """Called just before another page comes up, or the window closes."""


#: Pages of one interview: a page still being filled does not know yet which one to hand on.
_OF_AN_INTERVIEW = {route for route, _ in DOSSIER_STEPS[1:]} | {Route.INFORMATION, Route.PREVIEW}

Factory = Callable[["Shell"], Page]


class Navigator(QObject):
    """Makes pages when they are first wanted, and brings them up."""

    shown = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._factories: dict[Route, Factory] = {}
        self._pages: dict[Route, Page] = {}
        self._shell: Shell | None = None
        self.current: Page | None = None

    def register(self, route: Route, factory: Factory) -> None:
        """Say how the page of ``route`` is made (imports belong inside the factory)."""
        self._factories[route] = factory

    def attach(self, shell: Shell) -> None:
        """Give the shell that pages are made with."""
        self._shell = shell

    def knows(self, route: Route) -> bool:
        """Whether a page was registered for ``route``."""
        return route in self._factories

    def go(self, route: Route, **params: str) -> bool:
        """Bring up a page; False when the present one cannot be left, or has no interview yet."""
        if route in _OF_AN_INTERVIEW and "interview_id" not in params:
            return False
        if self.current is not None:
            if not self.current.may_leave():
                return False
            self.current.leave_for(route)
            self.current.leave()
        page = self._page(route)
        self.current = page
        # Shown first, filled next: focus can only be given to what is visible.
        self.shown.emit(page)
        page.enter(**params)
        return True

    def forget(self) -> None:
        """Drop all pages (the profile was locked: nothing of it stays in memory)."""
        for page in self._pages.values():
            page.deleteLater()
        self._pages.clear()
        self.current = None

    def _page(self, route: Route) -> Page:
        if route not in self._pages:
            assert self._shell is not None, "attach() comes first"
            page = self._factories[route](self._shell)
            page.route = route
            self._pages[route] = page
        return self._pages[route]
