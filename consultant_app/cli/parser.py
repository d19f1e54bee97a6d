"""The words of the command line (the contract stands in docs/cli.md)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NoReturn

from consultant_app.cli import EXIT_USAGE, sending, transfers
from consultant_app.cli import commands as run

_WORDS = {
    "usage: ": "emploi : ",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "arguments inconnus : %s",
    "expected one argument": "il faut une valeur",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "valeur inconnue : %(value)r (possibles : %(choices)s)"
    ),
    "one of the arguments %s is required": "il faut l’un de : %s",
    "not allowed with argument %s": "ne va pas avec %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "options": "options",
    "positional arguments": "arguments",
    "show this help message and exit": "montre cette aide",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
}


class Parser(argparse.ArgumentParser):
    """An argument parser that answers in French."""

    def error(self, message: str) -> NoReturn:
        """Print how the command is used and leave with code 2."""
        self.print_usage(sys.stderr)
        self.exit(EXIT_USAGE, f"{self.prog} : {message}\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of every command; each sets ``run`` to its function."""
    argparse._ = lambda text: _WORDS.get(text, text)  # type: ignore[attr-defined]
    parser = Parser(
        prog="consultant-app",
        description="Le diagnostic général des TPE et PME. Sans commande : ouvre la fenêtre.",
    )
    parser.add_argument("--profile", type=Path, metavar="DOSSIER", help="dossier du profil")
    parser.add_argument("--passphrase-file", type=Path, metavar="FICHIER")
    parser.add_argument("--version", action="version", version=run.version())
    parser.set_defaults(run=run.window)
    commands = parser.add_subparsers(metavar="commande", parser_class=Parser)
    _profile_commands(commands)
    _dossier_commands(commands)
    _transfer_commands(commands)
    _content_commands(commands)
    sending.add_commands(commands, _add)
    return parser


def _add(
    commands: argparse._SubParsersAction[Parser], name: str, function: object, text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=function)
    return parser


def _profile_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    init = _add(commands, "init", run.init, "crée un profil ; montre une fois le code de secours")
    init.add_argument("--consultant", required=True, metavar="NOM")
    init.add_argument("--organisation", default="", metavar="NOM")
    init.add_argument("--json", action="store_true")
    demo = _add(
        commands, "demo", run.demo, "ouvre la fenêtre sur une douzaine d’entreprises fictives"
    )
    demo.add_argument(
        "--prepare", action="store_true", help="fait seulement leurs dossiers, sans fenêtre"
    )
    opening = _add(commands, "open", run.open_file, "ouvre la fenêtre, et le fichier donné")
    opening.add_argument("file", type=Path, nargs="?", metavar="FICHIER")
    backup = _add(commands, "backup", run.backup, "écrit une sauvegarde chiffrée et vérifiée")
    backup.add_argument("file", type=Path, metavar="FICHIER")
    restore = _add(commands, "restore", run.restore, "reprend une sauvegarde")
    restore.add_argument("file", type=Path, metavar="FICHIER")
    restore.add_argument(
        "--dry-run", action="store_true", help="montre seulement ce qui changerait"
    )
    restore.add_argument("--json", action="store_true")
    restore.add_argument(
        "--recovery-code-file",
        type=Path,
        metavar="FICHIER",
        help="ouvre la sauvegarde par le code de secours, sans la phrase de passe",
    )
    passphrase = commands.add_parser("passphrase", help="change la phrase de passe")
    passphrase.set_defaults(run=run.needs_subcommand(passphrase))
    ways = passphrase.add_subparsers(metavar="commande", parser_class=Parser)
    change = _add(ways, "change", run.passphrase_change, "change la phrase de passe")
    recover = _add(
        ways, "recover", run.passphrase_recover, "en choisit une avec le code de secours"
    )
    recover.add_argument("--recovery-code-file", type=Path, required=True, metavar="FICHIER")
    for parser in (change, recover):
        parser.add_argument("--new-passphrase-file", type=Path, required=True, metavar="FICHIER")


def _dossier_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    importing = _add(commands, "import", run.import_file, "reprend des entretiens (.json ou .csv)")
    importing.add_argument("file", type=Path, metavar="FICHIER")
    importing.add_argument("--questionnaire", metavar="ID")
    importing.add_argument("--agreed", metavar="VERSION-DU-TEXTE")
    listing = _add(commands, "list", run.list_dossiers, "la liste des entretiens")
    listing.add_argument("--json", action="store_true")
    show = _add(commands, "show", run.show, "tout sur un entretien")
    show.add_argument("id", metavar="ID")
    show.add_argument("--json", action="store_true")
    export = _add(commands, "export", run.export, "écrit des dossiers dans un fichier JSON")
    _one_or_all(export)
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FICHIER")
    score = _add(commands, "score", run.score, "les scores par thème")
    _one_or_all(score)
    score.add_argument("--format", choices=("json", "csv"), default="json")
    score.add_argument("-o", "--output", type=Path, metavar="FICHIER")
    paper = _add(commands, "restitution", run.restitution, "le document à remettre, en PDF")
    paper.add_argument("id", metavar="ID")
    paper.add_argument("-o", "--output", type=Path, required=True, metavar="FICHIER.pdf")
    paper.add_argument("--edition", choices=("full", "short"), default="full")


def _transfer_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    transfer = commands.add_parser("transfer", help="transmet un dossier à un collègue")
    transfer.set_defaults(run=run.needs_subcommand(transfer))
    ways = transfer.add_subparsers(metavar="commande", parser_class=Parser)
    send = _add(ways, "send", transfers.send, "écrit le dossier chiffré ; montre une fois son code")
    send.add_argument("id", metavar="ID")
    send.add_argument("-o", "--output", type=Path, required=True, metavar="FICHIER.dossier")
    receive = _add(ways, "receive", transfers.receive, "reprend un dossier reçu, par son code")
    receive.add_argument("file", type=Path, metavar="FICHIER.dossier")
    receive.add_argument("--code-file", type=Path, required=True, metavar="FICHIER")
    receive.add_argument(
        "--dry-run", action="store_true", help="montre seulement ce qui arriverait"
    )
    receive.add_argument(
        "--on-difference",
        choices=("mine", "theirs", "both"),
        help="garder le vôtre, prendre le leur, ou garder les deux ; sans réponse, rien n’est fait",
    )
    for parser in (send, receive):
        parser.add_argument("--json", action="store_true")


def _one_or_all(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID")
    parser.add_argument("--all", action="store_true", help="tous les entretiens")


def _content_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    questionnaire = commands.add_parser("questionnaire", help="les questionnaires")
    questionnaire.set_defaults(run=run.needs_subcommand(questionnaire))
    ways = questionnaire.add_subparsers(metavar="commande", parser_class=Parser)
    listing = _add(ways, "list", run.questionnaire_list, "les questionnaires disponibles")
    listing.add_argument("--json", action="store_true")
    check = _add(ways, "check", run.questionnaire_check, "relit un fichier, faute par faute")
    check.add_argument("file", type=Path, metavar="FICHIER")
    install = _add(ways, "install", run.questionnaire_install, "installe un questionnaire")
    install.add_argument("file", type=Path, metavar="FICHIER")
    install.add_argument("--unsigned", action="store_true", help="accepte un fichier non signé")
    catalogue = commands.add_parser("catalogue", help="le catalogue d’actions")
    catalogue.set_defaults(run=run.needs_subcommand(catalogue))
    ways = catalogue.add_subparsers(metavar="commande", parser_class=Parser)
    check = _add(ways, "check", run.catalogue_check, "relit un catalogue, faute par faute")
    check.add_argument("file", type=Path, metavar="FICHIER")
    schema = _add(commands, "schema", run.schema, "le schéma JSON d’un format")
    schema.add_argument("name", choices=run.SCHEMAS)
