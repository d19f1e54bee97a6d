"""What the disk, the files and the passphrase can do to us, each with its sentence."""

from __future__ import annotations

from consultant_app.domain.errors import KnownError


class StorageError(KnownError):
    """The store cannot do what was asked. ``text`` is the sentence of each kind."""

    text = ""

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.text)


class WrongPassphraseError(StorageError):
    """The key file is sound; the passphrase is not the right one."""

    text = (
        "Ce n’est pas la bonne phrase de passe\u00a0: vérifiez les majuscules et les "
        "accents, puis recommencez."
    )


class EmptyPassphraseError(StorageError):
    """A passphrase of nothing but spaces."""

    text = (
        "Choisissez une phrase de passe\u00a0: elle protège vos dossiers si l’ordinateur est volé."
    )


class WrongRecoveryCodeError(StorageError):
    """The code is well formed but opens nothing here."""

    text = (
        "Ce code de secours n’est pas celui de ces dossiers\u00a0: prenez le dernier que "
        "vous avez imprimé."
    )


class DamagedKeyFileError(StorageError):
    """Neither copy of the key file can be read."""

    text = (
        "Le fichier de clé est abîmé, et sa copie aussi\u00a0: restaurez une sauvegarde, "
        "elle en contient un exemplaire."
    )


class KeyFileWriteError(StorageError):
    """The key file could not be rewritten."""


class MissingProfileError(StorageError):
    """There is no profile in the folder."""

    text = (
        "Aucun dossier n’a encore été créé ici\u00a0: commencez par la première ouverture, "
        "ou restaurez une sauvegarde."
    )


class ProfileExistsError(StorageError):
    """A profile would be overwritten."""

    text = (
        "Des dossiers existent déjà à cet endroit\u00a0: ouvrez-les avec leur phrase de "
        "passe, ou choisissez un autre emplacement."
    )


class AlreadyOpenError(StorageError):
    """Another process has the profile."""

    text = (
        "Vos dossiers sont déjà ouverts dans une autre fenêtre\u00a0: fermez-la, ou "
        "continuez dans celle-là."
    )


class LockedError(StorageError):
    """The profile was locked: its connection is closed and its key dropped."""

    text = "Vos dossiers sont verrouillés\u00a0: saisissez votre phrase de passe pour continuer."


class MissingDatabaseError(StorageError):
    """The database file is gone; an empty one is never made in its place."""

    text = (
        "Le fichier des dossiers est introuvable\u00a0: remettez-le à sa place, ou restaurez "
        "une sauvegarde."
    )


class DamagedDatabaseError(StorageError):
    """The database cannot be read although the key is right."""

    text = (
        "Le fichier des dossiers est abîmé\u00a0: restaurez la dernière sauvegarde, sans "
        "effacer ce qui reste ici."
    )


class NewerDatabaseError(StorageError):
    """The database was written by a later version of the program."""

    text = (
        "Ce dossier a été écrit par une version plus récente du programme\u00a0: "
        "installez-la pour l’ouvrir."
    )


class ClearTextDatabaseError(StorageError):
    """The file is a plain SQLite database, or the driver does not encrypt."""

    text = (
        "Le fichier des dossiers n’est pas chiffré et n’a pas été ouvert\u00a0: réinstallez "
        "le programme, puis restaurez une sauvegarde."
    )


class DamagedBackupError(StorageError):
    """A backup whose bytes are not those that were written, or that is not a backup."""

    text = "Cette sauvegarde est abîmée, ou n’en est pas une\u00a0: choisissez-en une autre."


class BackupNotWrittenError(StorageError):
    """A backup could not be written or read; the dossiers are untouched."""


class DiskFullError(StorageError):
    """No room left: what was asked has not been written, what was saved before is safe."""

    text = (
        "Le disque est plein\u00a0: ceci n’est pas enregistré. Libérez de la place, puis "
        "recommencez\u202f; tout ce qui précède est en sécurité."
    )


class ReadOnlyError(StorageError):
    """The folder or file may not be written."""

    text = (
        "Le dossier est en lecture seule\u00a0: ceci n’est pas enregistré. Rendez-le "
        "accessible en écriture, puis recommencez."
    )


class BusyError(StorageError):
    """Another program (often an antivirus) holds the file."""

    text = (
        "Un autre programme retient le fichier des dossiers (souvent l’antivirus)\u00a0: "
        "patientez un instant, puis recommencez."
    )


class DiskFailureError(StorageError):
    """The disk answered with an error, or was unplugged."""

    text = (
        "Le disque ne répond pas\u00a0: ceci n’est pas enregistré. Vérifiez qu’il est bien "
        "branché, puis recommencez."
    )
