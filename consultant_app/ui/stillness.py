"""Nothing moves by itself: no fade, no slide, no blinking caret, whatever the system allows.

Windows, macOS and the Linux desktops each tell otherwise whether their user bears movement, and
some tell nothing. A program that never moves honours every one of those wishes.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

#: For the style sheet: what the style would animate lasts no time. Named classes, not all widgets:
#: a rule for each widget of a long page would be looked up for each one.
QSS = """
QAbstractItemView, QTabBar, QScrollBar, QToolBox, QMainWindow { widget-animation-duration: 0; }
"""


def keep_still(app: QApplication) -> None:
    """Switch off Qt's own effects for as long as ``app`` lives."""
    for effect in Qt.UIEffect:
        app.setEffectEnabled(effect, enable=False)
    # The focused field is framed: its caret need not blink to be found.
    app.setCursorFlashTime(0)
