"""`region-central`: the région's side. JSON to standard output, sentences to standard error.

Exit codes: 0 done, 1 a known error (one French sentence), 2 wrong usage, 70 a bug.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from sync.dashboard import commands as people
from sync.protocol.errors import SyncError
from sync.server import commands as run
from sync.server import release_commands

EXIT_KNOWN, EXIT_USAGE, EXIT_BUG = 1, 2, 70
Words = argparse._SubParsersAction


class Parser(argparse.ArgumentParser):
    """An argument parser that answers in French."""

    def error(self, message: str) -> NoReturn:
        """Print how the command is used and leave with code 2."""
        self.print_usage(sys.stderr)
        self.exit(EXIT_USAGE, f"{self.prog}\u00a0: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = build_parser().parse_args(argv)
    try:
        code: int = options.run(options)
    except SyncError as error:
        print(error.sentence, file=sys.stderr)
        return EXIT_KNOWN
    except KeyboardInterrupt:
        print("Interrompu.", file=sys.stderr)
        return 130
    except Exception as error:  # noqa: BLE001 - the last door: a bug is told by its place, not its values
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__qualname__}, {Path(place.filename).name}:{place.lineno}"
        print(f"Une erreur du programme s’est produite ({where}).", file=sys.stderr)
        return EXIT_BUG
    return code


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of every command; each sets ``run`` to its function."""
    parser = Parser(prog="region-central", description="Le centre de la région.")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--data-dir", type=Path, metavar="DOSSIER", help="PostgreSQL embarqué")
    where.add_argument("--database-url", metavar="URL", help="une base PostgreSQL, 15 ou plus")
    commands = parser.add_subparsers(metavar="commande", parser_class=Parser, required=True)
    _service(commands)
    _devices(commands)
    _packages(commands)
    _releases(commands)
    _users(commands)
    return parser


def _add(commands: Words[Parser], name: str, function: object, text: str) -> Parser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=function)
    return parser


def _group(commands: Words[Parser], name: str, text: str) -> Words[Parser]:
    parser = commands.add_parser(name, help=text, description=text)
    return parser.add_subparsers(metavar="commande", parser_class=Parser, required=True)


def _service(commands: Words[Parser]) -> None:
    serve = _add(commands, "serve", run.serve, "rend le service jusqu’à ce qu’on l’arrête")
    serve.set_defaults(factory="sync.dashboard.app:from_environment")
    serve.add_argument("--host", default="127.0.0.1", metavar="ADRESSE")
    serve.add_argument("--port", type=int, default=8400, metavar="N", help="0 en trouve un")
    serve.add_argument("--workers", type=_positive, default=1, metavar="N")
    _add(commands, "migrate", run.migrate_database, "met la base à jour")
    simulate = _add(commands, "simulate", run.simulate, "range des fiches inventées")
    simulate.add_argument("count", type=int, metavar="N")
    simulate.add_argument("--seed", type=int, default=0, metavar="N")
    demo = _add(commands, "demo", people.demo, "remplit une base d’essai, à montrer par les pages")
    demo.add_argument("--firms", type=_positive, default=1200, metavar="N")
    demo.add_argument("--seed", type=int, default=5, metavar="N")
    withdraw = _add(commands, "withdraw", run.withdraw, "retire par le code de suivi")
    withdraw.add_argument("--code", required=True, metavar="CODE")
    region = _group(commands, "region", "ce que la région dit d’elle-même")
    _add(region, "show", run.region_show, "le montre")
    setting = _add(region, "set", run.region_set, "le change, d’après un fichier JSON")
    setting.add_argument("file", type=Path, metavar="FICHIER")


def _devices(commands: Words[Parser]) -> None:
    code = _add(commands, "enrolment-code", run.enrolment_code, "donne un code à usage unique")
    code.add_argument("--label", required=True, metavar="TEXTE", help="le nom du poste")
    devices = _group(commands, "devices", "les postes raccordés")
    listing = _add(devices, "list", run.devices_list, "la liste")
    listing.add_argument("--json", action="store_true")
    revoke = _add(devices, "revoke", run.devices_revoke, "ferme l’accès d’un poste")
    retract = _add(devices, "retract", run.devices_retract, "retire tout ce qu’il a envoyé")
    for parser in (revoke, retract):
        parser.add_argument("id", metavar="ID")


def _packages(commands: Words[Parser]) -> None:
    keygen = _add(commands, "keygen", run.keygen, "fait les deux clés qui signent")
    keygen.add_argument("-o", "--output", type=Path, required=True, metavar="DOSSIER")
    package = _group(commands, "package", "les paquets signés")
    build = _add(package, "build", run.package_build, "signe des fichiers")
    build.add_argument("files", type=Path, nargs="+", metavar="FICHIER")
    build.add_argument("--key", type=Path, action="append", required=True, metavar="CLÉ.pem")
    build.add_argument("-o", "--output", type=Path, required=True, metavar="PAQUET")
    build.add_argument("--id", metavar="NOM", help="sinon celui du premier fichier")
    build.add_argument("--version", dest="package_version", type=_positive, metavar="N")
    build.add_argument("--expires", type=date.fromisoformat, metavar="AAAA-MM-JJ")
    publish = _add(commands, "publish", run.publish, "publie un paquet signé")
    publish.add_argument("file", type=Path, metavar="PAQUET")


def _releases(commands: Words[Parser]) -> None:
    campaign = _group(commands, "campaign", "les campagnes, et leur publication")
    create = _add(campaign, "create", release_commands.campaign_create, "en ouvre une")
    create.add_argument("--from", dest="first", required=True, metavar="2026Q1")
    create.add_argument("--to", dest="last", required=True, metavar="2026Q4")
    freeze = _add(campaign, "freeze", release_commands.campaign_freeze, "la gèle et la publie")
    microdata = _add(commands, "release", release_commands.release, "diffuse des microdonnées")
    microdata.add_argument("-o", "--output", type=Path, required=True, metavar="DOSSIER")
    values = _add(
        campaign, "references", release_commands.references, "écrit ses valeurs de référence"
    )
    values.add_argument("--questionnaire", default="diagnostic-general", metavar="NOM")
    values.add_argument("-o", "--output", type=Path, required=True, metavar="FICHIER.json")
    for parser in (create, freeze, microdata, values):
        parser.add_argument("name", metavar="NOM")


def _users(commands: Words[Parser]) -> None:
    user = _group(commands, "user", "les comptes des pages")
    listing = _add(user, "list", people.user_list, "la liste")
    listing.add_argument("--json", action="store_true")
    add = _add(user, "add", people.user_add, "ouvre un compte")
    add.add_argument("--role", required=True, choices=people.ROLES)
    add.add_argument("--action", metavar="ID", help="l’action du porteur")
    password = _add(user, "password", people.user_password, "change un mot de passe")
    close = _add(user, "close", people.user_close, "ferme un compte")
    for parser in (add, password):
        parser.add_argument("--password-file", type=Path, required=True, metavar="FICHIER")
    for parser in (add, password, close):
        parser.add_argument("name", metavar="NOM")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("il faut un nombre plus grand que zéro")
    return number


if __name__ == "__main__":
    sys.exit(main())
