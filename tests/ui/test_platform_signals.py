"""The machine sleeps, or its session is locked: the dossiers are locked with it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from ctypes import addressof
from ctypes.wintypes import MSG
from itertools import count

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication

from consultant_app.services.locking import Cause
from consultant_app.ui import mac_session
from consultant_app.ui.navigation import Route
from consultant_app.ui.platform_signals import PlatformSignals
from consultant_app.ui.session_messages import cause_of_name, cause_of_native
from consultant_app.ui.windows_session import SessionFilter
from tests.ui.desk import Desk

LOGIN = "org.freedesktop.login1"
_names = count()


@pytest.fixture
def address() -> Iterator[str]:
    """A bus of the test's own, in the place of the machine's."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert daemon.stdout
    yield daemon.stdout.readline().strip()
    daemon.kill()
    daemon.wait(10)
    daemon.stdout.close()


def joined(address: str) -> QDBusConnection:
    bus = QDBusConnection.connectToBus(address, f"essai-{next(_names)}")
    assert bus.isConnected()
    return bus


def tell(bus: QDBusConnection, path: str, interface: str, name: str, *values: object) -> None:
    message = QDBusMessage.createSignal(path, interface, name)
    message.setArguments(list(values))
    assert bus.send(message)


def test_sleep_and_session_lock_are_heard_and_waking_is_not(desk: Desk, address: str) -> None:
    signals, heard = PlatformSignals(), list[Cause]()
    signals.told.connect(heard.append)
    signals.listen_to_system(joined(address))
    signals.listen_to_session(joined(address))
    machine = joined(address)
    assert machine.registerService(LOGIN)
    manager = "/org/freedesktop/login1"
    tell(machine, manager, f"{LOGIN}.Manager", "PrepareForSleep", False)
    tell(machine, manager, f"{LOGIN}.Manager", "PrepareForSleep", True)
    tell(machine, f"{manager}/session/_31", f"{LOGIN}.Session", "Lock")
    saver = "/org/freedesktop/ScreenSaver"
    tell(machine, saver, "org.freedesktop.ScreenSaver", "ActiveChanged", True)
    desk.wait(lambda: len(heard) == 3)
    assert sorted(heard, key=lambda cause: cause.value) == [
        Cause.SLEEP,
        Cause.SESSION,
        Cause.SESSION,
    ]


POWER, SUSPEND, RESUME = 0x0218, 0x4, 0x12
SESSION, CONSOLE_GONE, REMOTE_GONE, LOGOFF, LOCK, UNLOCK = 0x02B1, 0x2, 0x4, 0x6, 0x7, 0x8
KEY_DOWN = 0x0100


@pytest.mark.parametrize(
    ("message", "word", "cause"),
    [
        (POWER, SUSPEND, Cause.SLEEP),
        (POWER, RESUME, None),
        (SESSION, LOCK, Cause.SESSION),
        (SESSION, LOGOFF, Cause.SESSION),
        (SESSION, CONSOLE_GONE, Cause.SESSION),
        (SESSION, REMOTE_GONE, Cause.SESSION),
        (SESSION, UNLOCK, None),
        (KEY_DOWN, LOCK, None),
    ],
)
def test_what_windows_says_is_read(message: int, word: int, cause: Cause | None) -> None:
    said = MSG(message=message, wParam=word)
    for kind in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
        assert cause_of_native(kind, addressof(said)) is cause
    assert cause_of_native(b"xcb_generic_event_t", addressof(said)) is None
    assert cause_of_native(b"windows_generic_MSG", 0) is None


def test_each_message_is_let_through_and_its_cause_told() -> None:
    heard: list[Cause] = []
    reading = SessionFilter(heard.append)
    for message, word in ((SESSION, LOCK), (KEY_DOWN, LOCK), (POWER, SUSPEND)):
        said = MSG(message=message, wParam=word)
        kind = QByteArray(b"windows_generic_MSG")
        assert reading.nativeEventFilter(kind, addressof(said)) == (False, 0)
    assert heard == [Cause.SESSION, Cause.SLEEP]


def test_the_filter_is_asked_by_qt_and_keeps_nothing(dressed: QApplication, desk: Desk) -> None:
    signals = PlatformSignals(desk.window)
    signals.listen_to_messages()
    desk.begin()
    desk.type("Paul Témoin")
    assert "Paul Témoin" in desk.texts()


def test_what_macos_says_is_read() -> None:
    assert cause_of_name("com.apple.screenIsLocked") is Cause.SESSION
    assert cause_of_name("com.apple.screensaver.didstart") is Cause.SESSION
    assert cause_of_name("com.apple.screenIsUnlocked") is None
    assert mac_session.listen(lambda _cause: None) == [], "no such thing here"


def test_the_dossiers_are_locked_even_during_a_conversation(sample: Desk) -> None:
    sample.go(Route.HOME)
    workspace = sample.shell.unlocked
    sample.program.idle.told(Cause.SLEEP)
    sample.wait(lambda: sample.is_on(Route.UNLOCK))
    sample.settle()
    assert sample.shell.workspace is None
    assert not workspace.db.is_open
