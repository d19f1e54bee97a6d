"""Whether the machine says that it has a network: a hint, never a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QNetworkInformation


class Reachability(QObject):
    """``came_back`` when a network appears. Where the system does not tell, nothing is known."""

    came_back = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._told: QNetworkInformation | None = None

    def begin(self) -> None:
        """Listen to the system, once it matters (this loads a library)."""
        from PySide6.QtNetwork import QNetworkInformation

        if self._told is None and QNetworkInformation.loadDefaultBackend():
            self._told = QNetworkInformation.instance()
            self._told.reachabilityChanged.connect(self._changed)

    @property
    def is_cut(self) -> bool:
        """Whether the system is sure that there is no network at all."""
        told = self._told
        return told is not None and told.reachability() is told.Reachability.Disconnected

    def _changed(self, now: QNetworkInformation.Reachability) -> None:
        reach = type(now)
        if now in (reach.Online, reach.Site, reach.Local):
            self.came_back.emit()
