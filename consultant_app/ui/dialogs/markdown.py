"""Markdown on screen: headings that breathe, commands on a ground of their own."""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QTextBrowser

from consultant_app.ui import fonts, theme

#: By level of heading: space above and below, in px.
_ROOM = {1: (0.0, 10.0), 2: (22.0, 6.0), 3: (14.0, 4.0)}
_LINE = 140.0


def show(browser: QTextBrowser, text: str) -> None:
    """Show ``text`` from its beginning."""
    browser.setMarkdown(text)
    block = browser.document().begin()
    while block.isValid():
        _dress(QTextCursor(block), block)
        block = block.next()
    browser.moveCursor(QTextCursor.MoveOperation.Start)


def _dress(cursor: QTextCursor, block: QTextBlock) -> None:
    level, shape = block.blockFormat().headingLevel(), QTextBlockFormat()
    if level:
        above, below = _ROOM.get(level, _ROOM[3])
        shape.setTopMargin(above)
        shape.setBottomMargin(below)
        letters = QTextCharFormat()
        letters.setFont(fonts.serif(26) if level == 1 else fonts.sans(16, fonts.SEMIBOLD))
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        cursor.setCharFormat(letters)
    elif block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence):
        shape.setBackground(theme.current().canvas)
        shape.setLeftMargin(8)
    else:
        shape.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    cursor.mergeBlockFormat(shape)
