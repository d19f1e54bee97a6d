"""The machine sleeps, or its session is locked: the dossiers are locked with it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from itertools import count

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from consultant_app.services.locking import Cause
from consultant_app.ui.navigation import Route
from consultant_app.ui.platform_signals import PlatformSignals
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


def test_the_dossiers_are_locked_even_during_a_conversation(sample: Desk) -> None:
    sample.go(Route.HOME)
    workspace = sample.shell.unlocked
    sample.program.idle.told(Cause.SLEEP)
    sample.wait(lambda: sample.is_on(Route.UNLOCK))
    sample.settle()
    assert sample.shell.workspace is None
    assert not workspace.db.is_open
