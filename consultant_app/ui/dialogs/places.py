"""Asking where a file is or goes. The dialog opens beside the page; nothing waits for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

#: What `ask_file` shows of backups.
BACKUPS = "Sauvegardes (*.sauvegarde);;Tous les fichiers (*)"
Chosen = Callable[[Path], None]


def ask_save(parent: QWidget, title: str, name: str, kind: str, chosen: Chosen) -> QFileDialog:
    """Ask where to save a file; ``kind``: « PDF (*.pdf) », ``name``: what is proposed."""
    dialog = _dialog(parent, title, chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(kind)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.selectFile(name)
    dialog.open()
    return dialog


def ask_file(parent: QWidget, title: str, kind: str, chosen: Chosen) -> QFileDialog:
    """Ask for an existing file."""
    dialog = _dialog(parent, title, chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kind)
    dialog.open()
    return dialog


def ask_folder(parent: QWidget, title: str, chosen: Chosen) -> QFileDialog:
    """Ask for a folder."""
    dialog = _dialog(parent, title, chosen)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def _dialog(parent: QWidget, title: str, chosen: Chosen) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(Path.home()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # Where the system has no dialog of its own, Qt's French lacks these two.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, "Dans\u00a0:")
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, "Type de fichier\u00a0:")
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    return dialog
