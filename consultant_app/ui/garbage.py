"""Cycles of dead objects are looked for between two keys, in the window's thread.

Left to itself, Python stops everything in the middle of a key press to look through all objects
(a tenth of a second once the program is loaded), and does so in whatever thread is running, where
Qt's objects must not die.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

BEAT_MS = 1000
#: New objects that are worth a look at the young ones: about what ten answers make.
YOUNG = 5000
#: Looks at the young ones before all are looked through.
ALL_AFTER = 60


class Collector(QObject):
    """Looks for dead cycles when the window has had nothing to do for a moment."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._looks = 0
        gc.disable()
        # What the program is made of (modules, classes) never dies: it is not looked through again.
        gc.freeze()
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self.look)
        self._beat.start()

    def close(self) -> None:
        """Leave it to Python again."""
        self._beat.stop()
        gc.unfreeze()
        gc.enable()

    def look(self) -> None:
        """Collect the young objects when there are many; now and then, all of them."""
        if gc.get_count()[0] < YOUNG:
            return
        self._looks += 1
        gc.collect(2 if self._looks % ALL_AFTER == 0 else 1)
