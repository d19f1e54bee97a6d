"""What every page is handed: threads, messages, navigation, the unlocked profile."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from consultant_app.services.workspace import Workspace
from consultant_app.ui.messages import Messages
from consultant_app.ui.navigation import Navigator, Route
from consultant_app.ui.tasks import Tasks
from consultant_app.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from consultant_app.ui.access import Access
    from consultant_app.ui.syncing import Syncing


class KeyValues(Protocol):
    """A small durable memory: the profile's settings."""

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is kept under ``name``, plain JSON."""
        ...

    def set(self, name: str, value: Any) -> None:
        """Keep ``value`` under ``name``."""
        ...


class Shell:
    """The window's surroundings, as pages see them. ``workspace`` exists once unlocked."""

    def __init__(self, tasks: Tasks, messages: Messages, navigator: Navigator) -> None:
        self.tasks = tasks
        self.messages = messages
        self.navigator = navigator
        self.workspace: Workspace | None = None
        self.settings: KeyValues | None = None
        self.top: TopBar | None = None
        self.access: Access | None = None
        self.syncing: Syncing | None = None
        navigator.attach(self)

    def open_workspace(self, workspace: Workspace) -> None:
        """The profile was unlocked."""
        self.workspace = workspace
        self.settings = workspace.settings

    def close_workspace(self) -> None:
        """The profile is being locked: nothing more may be asked of it."""
        self.workspace = None
        self.settings = None

    @property
    def unlocked(self) -> Workspace:
        """The workspace, where a page can only exist once the profile is unlocked."""
        assert self.workspace is not None
        return self.workspace

    def idle_changed(self, idle: timedelta) -> None:
        """The owner wants another time before the windows lock."""
        if self.access is not None:
            self.access.idle_wished.emit(idle)

    def send_soon(self) -> None:
        """Something that was just done has to reach the région, once there is a network."""
        if self.syncing is not None:
            self.syncing.soon()

    def go(self, route: Route, **params: str) -> bool:
        """Bring up a page."""
        return self.navigator.go(route, **params)

    def remember(self, key: str, value: Any) -> None:
        """Keep a detail of the window (a position, a hint dismissed), in the database thread."""
        settings = self.settings
        if settings is not None:
            self.tasks.database(lambda: settings.set(f"ui:{key}", value))
