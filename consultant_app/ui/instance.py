"""One window for each profile: a second start brings the first to the front, with its file.

They talk through a local socket that only this user can open. Nothing private goes through it but
the path of a file to open.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QAbstractSocket, QLocalServer, QLocalSocket

_PATIENCE_MS = 1500
_ANSWER = b"ok"


class Instance(QObject):
    """The window of the profile in ``folder``, as other starts see it."""

    #: Another start asked for the window; the path of the file it was given, or nothing.
    asked = Signal(str)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        digest = hashlib.sha256(str(folder.expanduser().resolve()).encode()).hexdigest()
        self._name = f"diagnostic-pme-{digest[:20]}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def reach_other(self, file: Path | None = None) -> bool:
        """Ask the window that is already open to come to the front; False when there is none."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        path = str(file.absolute()) if file else ""
        socket.write(path.encode() + b"\n")
        socket.waitForBytesWritten(_PATIENCE_MS)
        heard = socket.waitForReadyRead(_PATIENCE_MS)
        socket.disconnectFromServer()
        return heard

    def listen(self) -> bool:
        """Be the one that other starts find; False when that cannot be (the window opens anyway)."""
        if self._server.listen(self._name):
            return True
        if self._server.serverError() is QAbstractSocket.SocketError.AddressInUseError:
            # Left by a program that died: nobody answered there.
            QLocalServer.removeServer(self._name)
            return self._server.listen(self._name)
        return False

    def close(self) -> None:
        """Let another start be the one."""
        self._server.close()

    def _welcome(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.readyRead.connect(lambda s=socket: self._read(s))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        path = bytes(socket.readLine().data()).decode(errors="replace").strip()
        socket.write(_ANSWER)
        socket.flush()
        self.asked.emit(path)
