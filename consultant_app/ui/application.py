"""The QApplication: fonts, palette, language, and what happens when something unexpected does."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QLoggingCategory, Qt, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from consultant_app import bootstrap
from consultant_app.assets import resource
from consultant_app.services.workspace import Workspace
from consultant_app.ui import fonts, stillness, theme
from consultant_app.ui.messages import Messages
from consultant_app.ui.theme import Scheme
from consultant_app.ui.widgets.focus import FocusRing

if TYPE_CHECKING:
    from consultant_app.ui.arrivals import Arrivals
    from consultant_app.ui.composition import Program
    from consultant_app.ui.instance import Instance

NAME, DESKTOP_NAME = "Diagnostic PME", "diagnostic-pme"


def run(folder: Path | None, file: Path | None = None) -> int:
    """Open the window on the profile in ``folder`` (None: the usual place); return its exit code.

    ``file``: a dossier to take in, once unlocked. When the window is open already, it comes to the
    front and takes the file.
    """
    return _show(folder or bootstrap.default_folder(), lambda: None, file)


def run_demo(folder: Path | None) -> int:
    """Open the window on the sample, made first if it is not there; nothing is asked.

    Raises a `KnownError` when the sample cannot be opened (a second instance, a full disk).
    """
    folder = folder or bootstrap.demo_folder()
    return _show(folder, lambda: bootstrap.open_demo(folder), None)


def _show(folder: Path, opening: Callable[[], Workspace | None], file: Path | None) -> int:
    from consultant_app.ui.instance import Instance

    hold_collection()
    app = create()
    instance = Instance(folder)
    if instance.reach_other(file):
        return 0
    with bootstrap.journal(folder):
        workspace = opening()
        instance.listen()
        try:
            return _live(app, folder, workspace, instance, file)
        finally:
            instance.close()


def _live(
    app: QApplication,
    folder: Path,
    workspace: Workspace | None,
    instance: Instance,
    file: Path | None,
) -> int:
    from consultant_app.ui import window_place
    from consultant_app.ui.composition import compose
    from consultant_app.ui.platform_signals import PlatformSignals

    program = compose(folder)
    signals = PlatformSignals(app)
    signals.told.connect(program.idle.told)
    signals.listen(program.window)
    restore_hook = catch_bugs(program.shell.messages)
    try:
        arrivals = _receive(app, program, instance)
        if not window_place.restore(program.window, folder):
            window_place.fit(program.window)
        # Shown first: focus can only be given to what is visible.
        program.window.show()
        if workspace is None:
            program.shell.go(program.access.first_route)
        else:
            program.access.take(workspace)
        if file is not None:
            arrivals.arrive(str(file.absolute()))
        return app.exec()
    finally:
        window_place.keep(program.window, folder)
        program.close()
        restore_hook()


def _receive(app: QApplication, program: Program, instance: Instance) -> Arrivals:
    """Listen to what comes from outside: a later start, or the system."""
    from consultant_app.ui.arrivals import Arrivals

    arrivals = Arrivals(program.shell, program.window)
    arrivals.watch(app)
    instance.asked.connect(arrivals.arrive)
    QShortcut(QKeySequence("Ctrl+O"), program.window, arrivals.choose)
    return arrivals


def hold_collection() -> None:
    """Look for no dead cycles while the window is being made: nothing dies, and all are looked through.

    The window's own `Collector` takes over.
    """
    gc.disable()


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
    """Dress ``app``: style, fonts, palette, French, focus rings, no movement."""
    app.setApplicationName(NAME)
    app.setApplicationDisplayName(NAME)
    app.setDesktopFileName(DESKTOP_NAME)
    app.setWindowIcon(QIcon(str(resource("icons", f"{DESKTOP_NAME}.png"))))
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    app.setStyle("Fusion")
    fonts.load()
    stillness.keep_still(app)
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
