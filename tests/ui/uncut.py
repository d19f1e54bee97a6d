"""What a person would see at once: cut, outside the window, or to be scrolled sideways."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QWidget

from consultant_app.ui.widgets.buttons import Button
from consultant_app.ui.widgets.card_look import CardLook
from consultant_app.ui.widgets.cards import Choice
from consultant_app.ui.widgets.text import Paragraph
from consultant_app.ui.widgets.top_bar import ScreenState


def cut(window: QWidget) -> list[str]:
    """Texts that have less room than they need."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        room = (widget.width(), widget.height())
        if any(has < needs for has, needs in zip(room, needed(widget), strict=True)):
            found.append(f"{told(widget)} {room} < {needed(widget)}")
    return found


def needed(widget: QWidget) -> tuple[int, int]:
    """Width and height, in px, without which the words of ``widget`` do not fit; 0: any."""
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            return 0, widget.heightForWidth(widget.width())
        return widget.sizeHint().width(), 0
    if isinstance(widget, Button | ScreenState):
        return widget.sizeHint().width(), 0
    if isinstance(widget, Paragraph):
        return 0, widget.heightForWidth(widget.width())
    if isinstance(widget, Choice) and widget.hasHeightForWidth():
        # The room above and below its words may give way, the words may not.
        return 0, widget.heightForWidth(widget.width()) - 2 * CardLook.MARGIN
    return 0, 0


def outside(window: QWidget) -> list[str]:
    """Controls that no scrolling up or down would bring wholly into the window."""
    found = []
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            area = scrolled_by(widget)
            frame = QRect(QPoint(0, 0), area.viewport().size()) if area else window.rect()
            place = QRect(
                widget.mapTo(area.viewport() if area else window, QPoint()), widget.size()
            )
            if area:
                place.moveTop(0)
                frame.setHeight(max(frame.height(), place.height()))
            if not frame.contains(place):
                found.append(f"{told(widget)} {place.getRect()} outside {frame.getRect()}")
    return found


def sideways(window: QWidget) -> list[str]:
    """Areas that must be scrolled from left to right."""
    areas = window.findChildren(QAbstractScrollArea)
    return [told(area) for area in areas if area.isVisible() and scrolls(area)]


def scrolls(area: QAbstractScrollArea) -> bool:
    """Whether ``area`` shows a horizontal scroll bar with somewhere to go."""
    bar = area.horizontalScrollBar()
    return bar.isVisible() and bar.maximum() > bar.minimum()


def scrolled_by(widget: QWidget) -> QAbstractScrollArea | None:
    """The nearest scroll area round ``widget``."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QAbstractScrollArea):
        above = above.parentWidget()
    return above


def told(widget: QWidget) -> str:
    """A widget by what is read on it."""
    for word in (widget.accessibleName(), getattr(widget, "text", "")):
        words = word() if callable(word) else word
        if words:
            return f"{type(widget).__name__} {words[:60]!r}"
    return type(widget).__name__
