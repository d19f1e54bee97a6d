"""The commands between the laptop and the région: enrol, sync, withdraw, preview, packages."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from consultant_app.cli.commands import Options, emit, needs_subcommand, opened, say
from consultant_app.services.files import read_bytes, write_text

Add = Callable[..., argparse.ArgumentParser]


def add_commands(commands: argparse._SubParsersAction[Any], add: Add) -> None:
    """Add these commands to the parser; ``add`` makes one."""
    parser = add(commands, "enrol", enrol, "raccorde cet ordinateur à la région")
    parser.add_argument("--server", required=True, metavar="ADRESSE")
    parser.add_argument("--code", required=True, metavar="CODE")
    parser = add(commands, "sync", sync, "envoie ce qui attend, prend ce qui est publié")
    parser.add_argument("--json", action="store_true")
    parser = add(commands, "withdraw", withdraw, "retire une fiche de la région")
    parser.add_argument("id", nargs="?", metavar="ID")
    parser.add_argument("--code", metavar="CODE", help="celui de la feuille du dirigeant")
    parser = add(commands, "preview", preview, "les octets exacts qui partiraient")
    parser.add_argument("id", metavar="ID")
    parser.add_argument("--without-agreement", action="store_true", help="même sans accord")
    package = commands.add_parser("package", help="les paquets de la région")
    package.set_defaults(run=needs_subcommand(package))
    ways = package.add_subparsers(metavar="commande", parser_class=type(package))
    for name, function, text in (
        ("install", package_install, "installe un paquet signé apporté à la main"),
        ("trust", package_trust, "prend la configuration de la région dans un fichier"),
    ):
        add(ways, name, function, text).add_argument("file", type=Path, metavar="FICHIER")
    parser = add(commands, "codebook", codebook, "le livre de codes d’un questionnaire")
    parser.add_argument("id", metavar="QUESTIONNAIRE")
    parser.add_argument("-o", "--output", type=Path, metavar="FICHIER")


def enrol(options: Options) -> int:
    """Spend a one-time code."""
    from consultant_app.services.region import pasted_code
    from consultant_app.services.sending import Sending

    with opened(options) as workspace:
        place = Sending(workspace).enrol(options.server, pasted_code(options.code))
    say(f"Cet ordinateur est raccordé à {place.server} sous le nom «\u00a0{place.label}\u00a0».")
    return 0


def sync(options: Options) -> int:
    """Exchange with the région; exit 1 when it did not come to its end."""
    from consultant_app.services.sending import Sending

    with opened(options) as workspace:
        report = Sending(workspace).sync()
    if options.json:
        emit(report.as_json())
    else:
        for sentence in report.sentences():
            print(sentence)
    if report.trouble:
        say(report.trouble)
    return 1 if report.trouble else 0


def withdraw(options: Options) -> int:
    """Take a record back, and tell the région at once where it can be reached."""
    from consultant_app.services.sending import Sending

    if bool(options.id) == bool(options.code):
        say("Donnez un identifiant d’entretien, ou --code.")
        return 2
    with opened(options) as workspace:
        sending = Sending(workspace)
        if options.code:
            sending.withdraw_by_code(options.code)
        else:
            sending.withdraw(options.id)
        if sending.enrolment is None:
            say(
                "Le retrait est noté\u202f; il partira une fois cet ordinateur raccordé à la région."
            )
            return 0
        report = sending.sync()
    emit(report.as_json())
    if report.trouble:
        say(f"Le retrait est noté et partira au prochain envoi. {report.trouble}")
    else:
        say("Le retrait est fait. Ce qui est déjà publié ne peut pas être rappelé.")
    return 0


def preview(options: Options) -> int:
    """Print the exact bytes, and nothing else, on standard output."""
    from consultant_app.services.sending import Sending

    with opened(options) as workspace:
        content = Sending(workspace).preview(
            options.id, without_agreement=options.without_agreement
        )
    sys.stdout.write(content.decode())
    return 0


def package_install(options: Options) -> int:
    """Install a signed package brought by hand."""
    from consultant_app.services.packages import PackageInstaller

    raw = read_bytes(options.file)
    with opened(options) as workspace:
        installed = PackageInstaller(workspace).install(raw)
    emit({"id": installed.id, "version": installed.version})
    say(installed.sentence)
    return 0


def package_trust(options: Options) -> int:
    """Take the région's particulars and keys from a file."""
    from consultant_app.services.packages import PackageInstaller

    raw = read_bytes(options.file)
    with opened(options) as workspace:
        name = PackageInstaller(workspace).take_region(raw)
    say(f"La configuration de «\u00a0{name or 'la région'}\u00a0» est prise.")
    return 0


def codebook(options: Options) -> int:
    """Print the codebook of a questionnaire, for the région to publish."""
    from consultant_app import bootstrap
    from consultant_app.cli.secrets import session_passphrase

    text = bootstrap.codebook_text(options.profile, options.id, lambda: session_passphrase(options))
    if options.output:
        write_text(options.output, text)
    else:
        sys.stdout.write(text)
    return 0
