"""A column whose texts and controls stand on one left edge, focus rings included."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from consultant_app.ui.widgets.fields import Labelled
from consultant_app.ui.widgets.focus import REACH
from consultant_app.ui.widgets.segmented import Segmented

#: Widgets that keep the ring's room inside themselves.
_ROOMY = (Labelled, Segmented)


class Column(QVBoxLayout):
    """``margin``: from the page's edge to the text."""

    def __init__(
        self, parent: QWidget | None = None, *, margin: int = 0, top: int = 0, spacing: int = 8
    ) -> None:
        super().__init__()
        if parent is not None:
            parent.setLayout(self)
        side = max(margin - REACH, 0)
        self.setContentsMargins(side, top, side, top)
        self.setSpacing(spacing)

    def put(self, *widgets: QWidget, at_left: bool = False) -> None:
        """Add widgets, each with room for its focus ring; ``at_left``: no wider than they need."""
        for widget in widgets:
            roomy = isinstance(widget, _ROOMY) or bool(widget.property("roomy"))
            side = 0 if roomy else REACH
            row = QHBoxLayout()
            row.setContentsMargins(side, 0, side, 0)
            row.addWidget(widget)
            fixed = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed
            if at_left or fixed:
                row.addStretch(1)
            self.addLayout(row)
