"""Faults of other people's releases that would reach our users: each is looked for once here."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal


class _Bell(QObject):
    rung = Signal(bool)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True cannot die from 3.12 on")
def test_pyside_gives_away_no_reference_to_none_and_true() -> None:
    """PySide6 6.12.0 takes one at each call on Python 3.11; at none left, the interpreter aborts."""
    bell = _Bell()
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(500):
        bell.rung.emit(True)
        bell.setObjectName("cloche")
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert abs(after[0] - before[0]) < 50
    assert abs(after[1] - before[1]) < 50
