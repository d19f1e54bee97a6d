"""The QApplication: fonts, palette, language, and what happens when something unexpected does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QLoggingCategory, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from consultant_app import bootstrap
from consultant_app.services.workspace import Workspace
from consultant_app.ui import fonts, theme
from consultant_app.ui.messages import Messages
from consultant_app.ui.theme import Scheme
from consultant_app.ui.widgets.focus import FocusRing

NAME = "Diagnostic PME"


def run(folder: Path | None) -> int:
    """Open the window on the profile in ``folder`` (None: the usual place); return its exit code."""
    return _show(folder or bootstrap.default_folder(), None)


def run_demo(folder: Path | None) -> int:
    """Open the window on the sample, made first if it is not there; nothing is asked.

    Raises a `KnownError` when the sample cannot be opened (a second instance, a full disk).
    """
    folder = folder or bootstrap.default_folder() / "demo"
    return _show(folder, open_demo(folder))


def open_demo(folder: Path) -> Workspace:
    """Return the sample's profile, unlocked; make it with its companies if it is not there."""
    from consultant_app.services.sample import CONSULTANT, PASSPHRASE, load_sample

    if bootstrap.profile_exists(folder):
        return bootstrap.open_profile(folder, PASSPHRASE)
    workspace, _code = bootstrap.create_profile(folder, PASSPHRASE, CONSULTANT)
    load_sample(workspace)
    return workspace


def _show(folder: Path, workspace: Workspace | None) -> int:
    from consultant_app.ui.composition import compose

    app = create()
    program = compose(folder)
    restore_hook = catch_bugs(program.shell.messages)
    try:
        # Shown first: focus can only be given to what is visible.
        program.window.show()
        if workspace is None:
            program.shell.go(program.access.first_route)
        else:
            program.access.take(workspace)
        return app.exec()
    finally:
        program.close()
        restore_hook()


def create(argv: Sequence[str] = (), scheme: Scheme = Scheme.SYSTEM) -> QApplication:
    """Return the one QApplication, dressed (or the existing one, dressed again)."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        theme.apply(existing, scheme)
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication([sys.argv[0], *argv])
    prepare(app, scheme)
    return app


def prepare(app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
    """Dress ``app``: style, fonts, palette, French, focus rings."""
    app.setApplicationName(NAME)
    app.setApplicationDisplayName(NAME)
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    app.setStyle("Fusion")
    fonts.load()
    theme.apply(app, scheme)
    theme.follow_system(app)
    _speak_french(app)
    FocusRing.install(app)
    # Our papers link to whole pages; Qt's viewer expects a place in the page and says so each time.
    QLoggingCategory.setFilterRules("qt.pdf.links=false")


def catch_bugs(messages: Messages) -> Callable[[], None]:
    """Send every uncaught exception to ``messages``; return what restores the former hook.

    Work is safe by construction (each answer is durable before it is acknowledged), so that the
    window stays open and says so.
    """
    former = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            former(kind, error, trace)
            return
        messages.failure(error)

    sys.excepthook = hook

    def restore() -> None:
        sys.excepthook = former

    return restore


def _speak_french(app: QApplication) -> None:
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_fr", folder):
        app.installTranslator(translator)
