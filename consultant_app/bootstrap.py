"""The one composition root: paths, log, single instance, unlock, migrate, wire. No Qt.

The window and the command line both begin here and see only `Workspace`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from consultant_app.domain.clock import Clock, Ids
from consultant_app.services.workspace import SystemClock, SystemIds, Workspace
from consultant_app.storage.profile import Profile, require_profile
from consultant_app.storage.vault import RECOMMENDED, Argon2Cost

if TYPE_CHECKING:
    from consultant_app.services.restoring import Restored, RestorePreview

log = logging.getLogger(__name__)
APP_NAME = "diagnostic-pme"


def default_folder() -> Path:
    """The profile's folder when none is named: the user's own data folder."""
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False)


def demo_folder() -> Path:
    """The sample's folder when none is named: beside the user's own dossiers, never among them."""
    return default_folder() / "demo"


def profile_exists(folder: Path | None) -> bool:
    """Whether a profile was made in ``folder`` (None: the usual place)."""
    from consultant_app.storage.vault import Vault

    return Vault(folder or default_folder()).exists


def create_profile(
    folder: Path | None,
    passphrase: str,
    consultant: str,
    organisation: str = "",
    *,
    clock: Clock | None = None,
    ids: Ids | None = None,
    cost: Argon2Cost = RECOMMENDED,
) -> tuple[Workspace, str]:
    """Make a profile; return it open, with the recovery code to print (shown once)."""
    profile = Profile(folder or default_folder(), cost)
    try:
        database, code = profile.create(passphrase)
    except BaseException:
        profile.release()
        raise
    workspace = Workspace(profile, database, clock or SystemClock(), ids or SystemIds())
    workspace.settings.set("consultant", consultant.strip())
    workspace.settings.set("organisation", organisation.strip())
    workspace.settings.set("created_at", workspace.clock.now().isoformat())
    return workspace, code


def open_profile(
    folder: Path | None,
    passphrase: str,
    *,
    clock: Clock | None = None,
    ids: Ids | None = None,
    cost: Argon2Cost = RECOMMENDED,
) -> Workspace:
    """Unlock a profile. Known errors: none here, already open, wrong passphrase, damaged, newer."""
    folder = folder or default_folder()
    require_profile(folder)
    profile = Profile(folder, cost)
    try:
        database = profile.unlock(passphrase)
    except BaseException:
        profile.release()
        raise
    return Workspace(profile, database, clock or SystemClock(), ids or SystemIds())


def open_demo(folder: Path, *, received: bool = True) -> Workspace:
    """Return the sample's profile, unlocked; make it with its companies if it is not there.

    ``received``: as `load_sample` has it, when the profile is made.
    """
    from consultant_app.services.sample import CONSULTANT, PASSPHRASE, load_sample

    if profile_exists(folder):
        return open_profile(folder, PASSPHRASE)
    workspace, _code = create_profile(folder, PASSPHRASE, CONSULTANT)
    load_sample(workspace, demo=True, received=received)
    return workspace


@contextmanager
def journal(folder: Path | None) -> Iterator[None]:
    """Keep the program's log, without private data, in the profile's folder for a while."""
    from consultant_app.services import journal as journal_file

    handler = journal_file.start(folder or default_folder())
    try:
        yield
    finally:
        journal_file.stop(handler)


class Opened:
    """``with Opened(folder, passphrase) as workspace:`` unlocks for the length of the block."""

    def __init__(self, folder: Path | None, passphrase: str) -> None:
        self._folder, self._passphrase = folder, passphrase
        self._workspace: Workspace | None = None
        self._around = ExitStack()

    def __enter__(self) -> Workspace:
        self._workspace = open_profile(self._folder, self._passphrase)
        self._around.enter_context(journal(self._folder))
        return self._workspace

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._workspace is not None:
            self._workspace.close()
        self._around.close()


def change_passphrase(folder: Path | None, old: str, new: str) -> None:
    """Put ``new`` in place of ``old``; the recovery code stays."""
    _with_profile(folder, lambda profile: profile.vault.change_passphrase(old, new))


def recover_passphrase(folder: Path | None, code: str, new: str) -> None:
    """Choose a new passphrase with the printed recovery code."""
    _with_profile(folder, lambda profile: profile.vault.reset_passphrase(code, new))


def _with_profile(folder: Path | None, act: Callable[[Profile], object]) -> None:
    folder = folder or default_folder()
    require_profile(folder)
    profile = Profile(folder)
    try:
        act(profile)
    finally:
        profile.release()


def preview_restore(
    folder: Path | None, file: Path, passphrase: str = "", *, code: str = ""
) -> RestorePreview:
    """Say what restoring ``file`` would change; nothing is touched.

    ``passphrase`` opens what is here, if anything is, and the backup too unless the backup's
    printed recovery ``code`` is given.
    """
    from consultant_app.services.restoring import RestorePreview, unlocking
    from consultant_app.storage import restore as restore_files

    folder, unlock = folder or default_folder(), unlocking(passphrase, code)
    if not profile_exists(folder):
        return RestorePreview(restore_files.preview(file, unlock))
    with Opened(folder, passphrase) as workspace:
        return RestorePreview(restore_files.preview(file, unlock, workspace.db))


def restore(
    folder: Path | None,
    file: Path,
    passphrase: str = "",
    *,
    code: str = "",
    cost: Argon2Cost = RECOMMENDED,
) -> Restored:
    """Put a backup in the place of what is in ``folder``; the former files are set aside.

    The backup is opened by its ``passphrase``, or by its printed recovery ``code``.
    """
    from consultant_app.services.restoring import Restored, unlocking
    from consultant_app.storage import restore as restore_files

    profile = Profile(folder or default_folder(), cost)
    try:
        info = restore_files.stage(file, unlocking(passphrase, code), profile.folder, cost)
        return Restored(info, restore_files.finish(profile.folder))
    finally:
        profile.release()


def list_questionnaires(
    folder: Path | None, ask_passphrase: Callable[[], str]
) -> list[dict[str, object]]:
    """Shipped questionnaires, and those installed when there is a profile to open."""
    if not profile_exists(folder):
        from consultant_app.services.library import shipped_questionnaires

        return [
            {"id": q.id, "version": q.version, "title": q.title, "installed": False}
            for q in shipped_questionnaires()
        ]
    with Opened(folder, ask_passphrase()) as workspace:
        return [
            {"id": e.id, "version": e.version, "title": e.title, "installed": True}
            for e in workspace.library.entries()
        ]


def codebook_text(
    folder: Path | None, questionnaire_id: str, ask_passphrase: Callable[[], str]
) -> str:
    """The codebook of a questionnaire, as the région publishes it; UnknownIdError if none."""
    from consultant_app.services.codebooks import codebook_json, shipped_codebook_json

    if not profile_exists(folder):
        return shipped_codebook_json(questionnaire_id)
    with Opened(folder, ask_passphrase()) as workspace:
        return codebook_json(workspace.library, questionnaire_id)


def report_bug(error: BaseException, folder: Path | None) -> str:
    """Write a local report of a bug, without private data; return the sentence to show."""
    from consultant_app.services.crash_reports import write_report

    path = write_report(error, (folder or default_folder()) / "rapports")
    where = f"\u202f; un rapport sans donnée privée est dans {path}" if path else ""
    return f"Une erreur du programme s’est produite. Ce qui était enregistré le reste{where}."
