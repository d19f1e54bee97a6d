"""What each word of `region-central` does: a few lines over the rooms of the server."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from sync.protocol.enrolment import Region
from sync.protocol.errors import PackageError
from sync.server.errors import CentreError

Options = argparse.Namespace


@contextmanager
def database(options: Options, *, prepare: bool = False) -> Iterator[str]:
    """Give the database's URL, starting the embedded one where none was named.

    The embedded database is always brought up to date; another only with ``prepare``.
    """
    from sync.server.migrate import migrate

    if options.database_url:
        if prepare:
            migrate(options.database_url)
        yield options.database_url
        return
    from sync.server.embedded import embedded

    with embedded(options.data_dir or default_folder()) as url:
        migrate(url)
        yield url


def default_folder() -> Path:
    """The data folder when none is named."""
    from platformdirs import user_data_path

    return user_data_path("region-central", appauthor=False)


def serve(options: Options) -> int:
    """Serve until told to stop."""
    from sync.server.database import administration
    from sync.server.published import store_shipped
    from sync.server.serve import serve as run
    from sync.server.settings import Settings

    with database(options, prepare=True) as url:
        with administration(url) as connection:
            store_shipped(connection)
        if not options.database_url:
            say(
                "PostgreSQL embarqué\u00a0: pour essayer. En service, donnez la base de la région par "
                "--database-url."
            )
        where = {"host": options.host, "port": options.port, "workers": options.workers}
        run(Settings(url), factory=options.factory, **where)
    return 0


def migrate_database(options: Options) -> int:
    """Bring the database up to date."""
    from sync.server.database import administration
    from sync.server.published import store_shipped

    with database(options, prepare=True) as url, administration(url) as connection:
        store_shipped(connection)
    say("La base est à jour.")
    return 0


def enrolment_code(options: Options) -> int:
    """Print a one-time code."""
    from sync.server.database import administration
    from sync.server.devices import CODE_MINUTES, new_code

    if not options.label.strip() or "\0" in options.label:
        raise CentreError('Donnez un nom au poste, par exemple --label "Poste de Paul Témoin".')
    with database(options) as url, administration(url) as connection:
        code = new_code(connection, options.label.strip()[:200])
    emit({"code": code, "minutes": CODE_MINUTES})
    say(f"Ce code sert une seule fois, dans les {CODE_MINUTES} minutes.")
    return 0


def devices_list(options: Options) -> int:
    """List devices."""
    from sync.server.database import administration
    from sync.server.devices import devices

    with database(options) as url, administration(url) as connection:
        found = devices(connection)
    if options.json:
        emit([asdict(line) for line in found])
        return 0
    for line in found:
        state = "révoqué" if line.revoked else "en service"
        print(f"{line.id[:8]}  {line.label}  {state}  {line.sent} fiches")
    return 0


def devices_revoke(options: Options) -> int:
    """Refuse a device from its next request on."""
    from sync.server.database import administration
    from sync.server.devices import find, revoke

    with database(options) as url, administration(url) as connection:
        revoke(connection, find(connection, options.id))
    say(
        "Ce poste sera refusé à sa prochaine demande. Ses fiches restent\u00a0: voyez « devices retract »."
    )
    return 0


def devices_retract(options: Options) -> int:
    """Retract everything that a device sent within the retention."""
    from sync.server.database import administration
    from sync.server.devices import find, records_of

    with database(options) as url:
        with administration(url) as connection:
            ids = records_of(connection, find(connection, options.id))
        emit({"retracted": _retract(url, None, ids)})
    return 0


def withdraw(options: Options) -> int:
    """Retract by the code on the dirigeant's sheet."""
    from sync.protocol.batch import code_hash
    from sync.protocol.follow_up import read_follow_up_code

    code = read_follow_up_code(options.code)
    with database(options) as url:
        count = _retract(url, code_hash(code), [])
    emit({"retracted": count})
    say("Retiré. Ce qui portera ce code à l’avenir sera refusé\u202f; ce qui est publié le reste.")
    return 0


def _retract(url: str, code: bytes | None, ids: list[str]) -> int:
    import asyncio

    from sync.server.database import ingestion_connection
    from sync.server.errors import sentences
    from sync.server.ingest import retract_alone

    async def run() -> int:
        connection = await ingestion_connection(url)
        async with connection:
            return await retract_alone(connection, code=code, ids=ids)

    with sentences():
        return asyncio.run(run())


def keygen(options: Options) -> int:
    """Make two key pairs."""
    from sync.server.packaging import make_keys

    pairs = make_keys(options.output)
    emit([{"private": str(p.private), "public": str(p.public), "id": p.id} for p in pairs])
    say("Confiez chaque clé .pem à une personne différente, sur un support rangé hors ligne.")
    return 0


def package_build(options: Options) -> int:
    """Sign files into a package."""
    from sync.server.packaging import build_package

    raw = build_package(
        options.files,
        options.key,
        datetime.now(UTC).date(),
        package_id=options.id,
        version=options.package_version,
        expires_on=options.expires,
    )
    _write(options.output, raw)
    say(f"Le paquet signé est dans {options.output}.")
    return 0


def publish(options: Options) -> int:
    """Give a package out."""
    from sync.protocol.packages import read
    from sync.server import published
    from sync.server.database import administration

    raw = _read(options.file)
    with database(options) as url, administration(url) as connection:
        region = published.region(connection)
        keys = region.keys or tuple(sorted({s.key for s in read(raw).signatures}))
        verified = published.publish(connection, raw, keys)
        if not region.keys:
            published.set_region(connection, region.model_copy(update={"keys": keys}))
            say("Ces deux clés sont désormais celles de la région.")
    emit({"id": verified.manifest.id, "version": verified.manifest.version})
    return 0


def region_show(options: Options) -> int:
    """Print the région's particulars, as laptops receive them."""
    from sync.server.database import administration
    from sync.server.published import region

    with database(options) as url, administration(url) as connection:
        emit(region(connection).model_dump(mode="json"))
    return 0


def region_set(options: Options) -> int:
    """Set the région's particulars from a JSON file."""
    from sync.server.database import administration
    from sync.server.published import set_region

    try:
        told = Region.model_validate_json(_read(options.file))
    except ValueError as error:
        raise CentreError(
            "Ce fichier ne décrit pas une région\u202f; partez de ce que montre « region show »."
        ) from error
    with database(options) as url, administration(url) as connection:
        set_region(connection, told)
    say("C’est noté. Les prochains postes raccordés le recevront.")
    return 0


def simulate(options: Options) -> int:
    """Take invented records in."""
    from sync.server.simulate import simulate as run

    if options.count < 0:
        raise CentreError("Donnez un nombre de fiches, zéro ou plus.")
    with database(options) as url:
        done = run(url, options.count, options.seed, _every(50_000, options.count))
    emit(asdict(done))
    say("Ces fiches sont inventées\u202f; elles ne décrivent aucune entreprise.")
    return 0


def _every(step: int, whole: int) -> Callable[[int], None]:
    """Return what says how far a long work is, each time a step is passed."""
    said = 0

    def tell(done: int) -> None:
        nonlocal said
        if done // step > said and done < whole:
            said = done // step
            say(f"{_spaced(said * step)} fiches sur {_spaced(whole)}…")

    return tell


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackageError(
            f"«\u00a0{path}\u00a0» ne peut pas être lu\u202f; vérifiez son nom.", "file"
        ) from error


def _write(path: Path, raw: bytes) -> None:
    try:
        path.write_bytes(raw)
    except OSError as error:
        raise PackageError(
            f"«\u00a0{path}\u00a0» ne peut pas être écrit\u202f; choisissez un autre endroit.",
            "file",
        ) from error


def emit(content: object) -> None:
    """Print JSON for programs on standard output."""
    print(json.dumps(content, ensure_ascii=False, default=str))


def say(sentence: str) -> None:
    """Print a sentence for people on standard error."""
    print(sentence, file=sys.stderr)
