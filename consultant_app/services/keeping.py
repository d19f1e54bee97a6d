"""The ways into the dossiers, while they are open: another passphrase, another recovery code."""

from __future__ import annotations

from consultant_app.domain.passphrases import Strength
from consultant_app.services import passphrases
from consultant_app.services.workspace import Workspace


class Keeping:
    """What the owner may do with the keys of an open profile."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def measure(self, passphrase: str) -> Strength:
        """Estimate a passphrase; the consultant's name and organisation are tried first."""
        return passphrases.measure(
            passphrase, self._workspace.consultant, self._workspace.organisation
        )

    def propose(self) -> str:
        """Draw a passphrase of seven words."""
        return passphrases.propose(self._workspace.ids)

    def change_passphrase(self, old: str, new: str) -> None:
        """Put ``new`` in place of ``old``, once it was seen to open; the recovery code stays.

        Raises `WrongPassphraseError`, `EmptyPassphraseError` or `KeyFileWriteError`; nothing has
        changed then (the last one says when the disk leaves a doubt).
        """
        self._workspace.profile.vault.change_passphrase(old, new)

    def new_recovery_code(self, passphrase: str) -> str:
        """Make a new code to print, shown once; the former one opens nothing here any more.

        Backups made before keep the code of their day: see `docs/keeping.md`.
        """
        return self._workspace.profile.vault.new_recovery_code(passphrase)
