"""The QSS of standard widgets, generated from the colour table. Focus rings are painted apart."""

from __future__ import annotations

from dataclasses import fields
from string import Template

from consultant_app.ui import stillness
from consultant_app.ui.palette import Palette

_QSS = Template("""
QWidget#page, QDialog, QMainWindow { background: $surface; }
QWidget#canvas, QScrollArea#canvas { background: $canvas; }
QScrollArea { background: transparent; border: none; }
QLabel { background: transparent; color: $ink; }
QLabel[tone="2"] { color: $ink2; }
QLabel[tone="3"] { color: $ink3; }
QLabel[tone="error"] { color: $error; }
QLabel[tone="attention"] { color: $attention; }

QLineEdit, QPlainTextEdit, QTextEdit, QDateEdit, QSpinBox, QComboBox {
  background: $surface; color: $ink; border: 1px solid $edge; border-radius: 6px;
  padding: 0 9px; min-height: 32px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit { max-height: 34px; }
QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: $ink3; }
QPlainTextEdit, QTextEdit { padding: 5px 6px; }
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover, QComboBox:hover { border-color: $ink2; }
QLineEdit:disabled, QPlainTextEdit:disabled, QLineEdit:read-only {
  background: $canvas; color: $ink3; border-color: $line;
}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] {
  border: 2px solid $error; padding: 0 8px;
}
QComboBox::drop-down { border: none; width: 24px; }
QComboBox QAbstractItemView {
  background: $surface; color: $ink; border: 1px solid $edge;
  selection-background-color: $tint; selection-color: $ink; outline: none;
}

QTableView, QListView, QTreeView {
  background: $surface; color: $ink; border: 1px solid $line; border-radius: 8px;
  gridline-color: $line; selection-background-color: $tint; selection-color: $ink; outline: none;
}
QTableView::item:hover, QListView::item:hover { background: $hover; }
QHeaderView { background: transparent; }
QHeaderView::section {
  background: $surface; color: $ink2; border: none; border-bottom: 1px solid $line;
  padding: 0 8px; min-height: 34px; font-weight: 400;
}
SeriesTable QHeaderView::section { padding: 0 5px; font-size: 12px; }
QTableView#dossiers QHeaderView::section:first { padding-left: 28px; }
QTableView#dossiers QHeaderView::section:last { padding-right: 28px; }
QTableCornerButton::section { background: $surface; border: none; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $ink2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QToolTip { background: $surface; color: $ink; border: 1px solid $edge; padding: 4px 6px; }
QMenu { background: $surface; color: $ink; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $tint; }
QSplitter::handle { background: $line; }
QGroupBox#decision { border: none; margin: 0; padding: 0; }
QFrame#rule { background: $line; border: none; }
""")


def qss(palette: Palette) -> str:
    """Return the style sheet of standard widgets in ``palette``."""
    names = {f.name: getattr(palette, f.name) for f in fields(palette) if f.name != "dark"}
    dressed = _QSS.substitute({name: colour.name() for name, colour in names.items()})
    return dressed + stillness.QSS
