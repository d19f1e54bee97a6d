"""The window put together: threads, messages, pages by route. Pages are imported when first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from consultant_app.domain.clock import Clock
from consultant_app.storage.vault import RECOMMENDED, Argon2Cost
from consultant_app.ui import theme
from consultant_app.ui.access import Access
from consultant_app.ui.daily_backup import DailyBackup
from consultant_app.ui.garbage import Collector
from consultant_app.ui.idle import IdleGuard
from consultant_app.ui.main_window import HINTS_KEY, MainWindow
from consultant_app.ui.messages import Messages
from consultant_app.ui.navigation import Navigator, Page, Route
from consultant_app.ui.shell import Shell
from consultant_app.ui.syncing import Syncing
from consultant_app.ui.tasks import Tasks
from consultant_app.ui.theme import Scheme
from consultant_app.ui.warming import Warming

if TYPE_CHECKING:
    from consultant_app.services.disk_encryption import Encryption
    from consultant_app.services.sync_schedule import Pace

SCHEME_KEY = "scheme"


@dataclass(slots=True)
class Program:
    """Everything that lives as long as the window."""

    shell: Shell
    window: MainWindow
    access: Access
    idle: IdleGuard
    garbage: Collector

    def close(self) -> None:
        """Finish what was asked, close the profile, stop the threads."""
        self.garbage.close()
        self.access.close()
        self.shell.tasks.close()


def compose(
    folder: Path,
    *,
    cost: Argon2Cost = RECOMMENDED,
    clock: Clock | None = None,
    ask_disk: Callable[[Path], Encryption] | None = None,
    pace: Pace | None = None,
) -> Program:
    """Return the window of the profile in ``folder``, not yet shown and on no page.

    The rest is the outside world, that tests play: the clock, whether the disk is encrypted, how
    long one waits before sending; the real one when it is left out.
    """
    messages = Messages(folder / "rapports")
    navigator = Navigator()
    shell = Shell(Tasks(messages), messages, navigator)
    register_pages(navigator)
    access = Access(shell, folder, cost=cost, clock=clock, ask_disk=ask_disk)
    shell.access = access
    window = MainWindow(shell)
    window.locked.connect(access.lock)
    shell.syncing = Syncing(shell, access, pace)
    DailyBackup(shell, access)
    Warming(shell, access)
    access.opened.connect(lambda: _take_preferences(shell, window))
    return Program(shell, window, access, IdleGuard(shell, access), Collector(window))


def _take_preferences(shell: Shell, window: MainWindow) -> None:
    """Dress the window as its owner left it."""
    settings = shell.unlocked.settings

    def show(kept: tuple[object, object]) -> None:
        wanted, scheme = kept
        window.set_hints_wanted(wanted=wanted is not False)
        if isinstance(scheme, str):
            theme.choose(Scheme(scheme))

    shell.tasks.database(
        lambda: (settings.get(f"ui:{HINTS_KEY}"), settings.get(f"ui:{SCHEME_KEY}")),
        show,
        owner=window,
    )


def register_pages(navigator: Navigator) -> None:
    """Say how each page is made."""
    for route, factory in {
        Route.FIRST_RUN: _first_run,
        Route.UNLOCK: _unlock,
        Route.HOME: _home,
        Route.COMPANY: _company,
        Route.INFORMATION: _information,
        Route.INTERVIEW: _interview,
        Route.REVIEW: _review,
        Route.RESULT: _result,
        Route.SHARING: _sharing,
        Route.PREVIEW: _preview,
        Route.SETTINGS: _settings,
        Route.SENT: _sent,
    }.items():
        navigator.register(route, factory)


def _first_run(shell: Shell) -> Page:
    from consultant_app.ui.pages.first_run.page import FirstRunPage

    return FirstRunPage(shell)


def _unlock(shell: Shell) -> Page:
    from consultant_app.ui.pages.unlock import UnlockPage

    return UnlockPage(shell)


def _home(shell: Shell) -> Page:
    from consultant_app.ui.pages.home.page import HomePage

    return HomePage(shell)


def _company(shell: Shell) -> Page:
    from consultant_app.ui.pages.company.page import CompanyPage

    return CompanyPage(shell)


def _information(shell: Shell) -> Page:
    from consultant_app.ui.pages.information import InformationPage

    return InformationPage(shell)


def _interview(shell: Shell) -> Page:
    from consultant_app.ui.pages.interview.page import InterviewPage

    return InterviewPage(shell)


def _review(shell: Shell) -> Page:
    from consultant_app.ui.pages.review.page import ReviewPage

    return ReviewPage(shell)


def _result(shell: Shell) -> Page:
    from consultant_app.ui.pages.result.page import ResultPage

    return ResultPage(shell)


def _sharing(shell: Shell) -> Page:
    from consultant_app.ui.pages.sharing.page import SharingPage

    return SharingPage(shell)


def _preview(shell: Shell) -> Page:
    from consultant_app.ui.pages.preview.page import PreviewPage

    return PreviewPage(shell)


def _settings(shell: Shell) -> Page:
    from consultant_app.ui.pages.settings.page import SettingsPage

    return SettingsPage(shell)


def _sent(shell: Shell) -> Page:
    from consultant_app.ui.pages.sent.page import SentPage

    return SentPage(shell)
