"""What `region-central user` and `region-central demo` do."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Final

from sync.server.commands import Options, database, emit, say
from sync.server.errors import CentreError

#: The roles of the pages; here so that other commands start without what passwords need.
ROLES: Final = ("analyst", "holder", "researcher", "admin")


def user_add(options: Options) -> int:
    """Open an account."""
    from sync.dashboard.access import accounts
    from sync.server.database import administration

    password = _password(options.password_file)
    with database(options) as url, administration(url) as connection:
        accounts.add(connection, options.name, options.role, password, options.action)
    say(
        f"Le compte «\u00a0{options.name}\u00a0» est ouvert\u202f; effacez le fichier du mot de passe."
    )
    return 0


def user_password(options: Options) -> int:
    """Give an account another password; open it again where it was closed or locked."""
    from sync.dashboard.access import accounts
    from sync.server.database import administration

    password = _password(options.password_file)
    with database(options) as url, administration(url) as connection:
        accounts.change_password(connection, options.name, password)
    say("C’est changé\u202f; ses séances sont closes. Effacez le fichier du mot de passe.")
    return 0


def user_close(options: Options) -> int:
    """Close an account."""
    from sync.dashboard.access import accounts
    from sync.server.database import administration

    with database(options) as url, administration(url) as connection:
        accounts.close(connection, options.name)
    say("Ce compte est fermé, et ses séances sont closes.")
    return 0


def user_list(options: Options) -> int:
    """List accounts."""
    from sync.dashboard.access import accounts
    from sync.server.database import administration

    with database(options) as url, administration(url) as connection:
        found = accounts.every(connection)
    if options.json:
        emit([asdict(account) for account in found])
        return 0
    for account in found:
        state = "fermé" if account.closed_on else "ouvert"
        print(
            f"{account.name}  {accounts.ROLE_NAMES[account.role]}  {account.action or '-'}  {state}"
        )
    return 0


def demo(options: Options) -> int:
    """Fill a trial database, so that its pages can be shown."""
    from sync.dashboard.demonstration import fill

    with database(options, prepare=True) as url:
        done = fill(url, options.firms, options.seed)
    emit(asdict(done))
    say(
        "Tout est inventé. Après «\u00a0serve\u00a0», connectez-vous sous le nom "
        f"«\u00a0{done.accounts[0]}\u00a0», mot de passe «\u00a0{done.password}\u00a0»\u202f; il vaut pour "
        "les quatre comptes."
    )
    return 0


def _password(path: Path) -> str:
    """The first line of the file: the rest is not the password."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CentreError(
            f"«\u00a0{path}\u00a0» ne peut pas être lu\u202f; vérifiez son nom."
        ) from error
    return text.split("\n", 1)[0].rstrip("\r")
