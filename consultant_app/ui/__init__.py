"""The window: the only room that imports PySide6."""

from consultant_app.ui.immortals import protect

protect()
