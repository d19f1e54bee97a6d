"""What each command does: a few lines over the services, then output for people or for programs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from consultant_app import bootstrap
from consultant_app.cli.secrets import read_secret, session_passphrase
from consultant_app.services.files import read_text, write_text

SCHEMAS = ("dossier", "record", "questionnaire", "codebook")
Options = argparse.Namespace
Command = Callable[[Options], int]


def version() -> str:
    """The program's version."""
    return metadata.version("diagnostic-pme")


def needs_subcommand(parser: argparse.ArgumentParser) -> Command:
    """Return a command that says which words may follow, and leaves with code 2."""

    def run(_options: Options) -> int:
        parser.error("il manque une commande ; essayez --help")

    return run


def window(options: Options) -> int:
    """Open the window."""
    from consultant_app.ui.application import run

    return run(options.profile)


def open_file(options: Options) -> int:
    """Open the window and, once unlocked, the file named (what a double click does)."""
    from consultant_app.ui.application import run

    return run(options.profile, options.file)


def demo(options: Options) -> int:
    """Open the window on the sample, in a folder of its own that is made anew when missing.

    ``--prepare`` makes the sample and stops there, with every agreed record waiting to be sent.
    """
    if options.prepare:
        return _prepare_demo(options.profile or bootstrap.demo_folder())
    from consultant_app.ui.application import run_demo

    return run_demo(options.profile)


def _prepare_demo(folder: Path) -> int:
    from consultant_app.services.sample import PASSPHRASE

    workspace = bootstrap.open_demo(folder, received=False)
    companies = len(workspace.companies.all())
    workspace.close()
    emit({"profile": str(folder), "passphrase": PASSPHRASE, "companies": companies})
    return 0


def init(options: Options) -> int:
    """Create a profile and show its recovery code once."""
    passphrase = session_passphrase(options, confirm=True)
    workspace, code = bootstrap.create_profile(
        options.profile, passphrase, options.consultant, options.organisation
    )
    workspace.close()
    if options.json:
        emit({"recovery_code": code})
    else:
        print(code)
        say("Voici votre code de secours\u00a0: imprimez-le et gardez-le loin de cet ordinateur.")
    return 0


def backup(options: Options) -> int:
    """Write one verified encrypted file."""
    with opened(options) as workspace:
        made = workspace.backups.write(options.file)
    say(f"Sauvegarde vérifiée\u00a0: {made.interviews} entretiens dans {options.file}.")
    return 0


def restore(options: Options) -> int:
    """Take a backup back, or only say what that would change."""
    code = read_secret(options.recovery_code_file) if options.recovery_code_file else ""
    # On a new machine the printed code is enough; a comparison opens what is here as well.
    needed = not code or (options.dry_run and bootstrap.profile_exists(options.profile))
    passphrase = session_passphrase(options) if needed else ""
    if options.dry_run:
        preview = bootstrap.preview_restore(options.profile, options.file, passphrase, code=code)
        if options.json:
            emit(preview.as_json())
        else:
            print(preview.as_text())
        return 0
    report = bootstrap.restore(options.profile, options.file, passphrase, code=code)
    if options.json:
        emit(report.as_json())
    say(report.as_text())
    return 0


def passphrase_change(options: Options) -> int:
    """Change the passphrase; the old one no longer opens anything."""
    bootstrap.change_passphrase(
        options.profile, session_passphrase(options), read_secret(options.new_passphrase_file)
    )
    say("La phrase de passe est changée.")
    return 0


def passphrase_recover(options: Options) -> int:
    """Choose a new passphrase with the printed recovery code."""
    bootstrap.recover_passphrase(
        options.profile,
        read_secret(options.recovery_code_file),
        read_secret(options.new_passphrase_file),
    )
    say("La nouvelle phrase de passe ouvre vos dossiers.")
    return 0


def import_file(options: Options) -> int:
    """Take interviews from a file; exit 1 if any row was refused."""
    from consultant_app.services.importing import Importing

    with opened(options) as workspace:
        report = Importing(workspace).file(
            options.file, questionnaire_id=options.questionnaire, agreed=options.agreed
        )
    emit(
        {
            "imported": report.imported,
            "rejected": [asdict(r) for r in report.rejected],
            "ignored_columns": report.ignored_columns,
        }
    )
    for rejection in report.rejected:
        say(f"Ligne {rejection.row}, colonne {rejection.column}\u00a0: {rejection.message}")
    return 1 if report.rejected else 0


def list_dossiers(options: Options) -> int:
    """List every interview."""
    from consultant_app.services.dossiers import Dossiers

    with opened(options) as workspace:
        rows = Dossiers(workspace).interviews()
    if options.json:
        emit([row.as_json() for row in rows])
        return 0
    for row in rows:
        short = (row.interview_id or "")[:8]
        print(f"{short}  {row.company}  {row.state_in_words}  {row.progress_in_words}")
    return 0


def show(options: Options) -> int:
    """Print everything about one interview."""
    from consultant_app.services.exporting import Exporting

    with opened(options) as workspace:
        content = Exporting(workspace).everything(options.id)
    if options.json:
        emit(content)
    else:
        print(json.dumps(content, ensure_ascii=False, indent=2, default=str))
    return 0


def export(options: Options) -> int:
    """Write dossiers to a file that `import` takes back identically."""
    from consultant_app.services.exporting import Exporting

    with opened(options) as workspace:
        count = Exporting(workspace).to_file(_wanted(options), options.output)
    say(
        f"{count} dossiers écrits en clair dans {options.output}\u00a0: gardez ce fichier à l’abri."
    )
    return 0


def score(options: Options) -> int:
    """Print scores as JSON or CSV."""
    from consultant_app.services.score_tables import ScoreTables

    with opened(options) as workspace:
        table = ScoreTables(workspace).table(_wanted(options))
    text = table.to_csv() if options.format == "csv" else table.to_json()
    if options.output:
        write_text(options.output, text)
    else:
        sys.stdout.write(text)
    return 0


def restitution(options: Options) -> int:
    """Write the paper as PDF."""
    from consultant_app.services.dossiers import Dossiers
    from consultant_app.services.results import Results

    with opened(options) as workspace:
        results = Results(workspace)
        interview = Dossiers(workspace).find(options.id)
        content = results.pdf(interview.id, edition=options.edition)
        results.save_copy(interview.id, options.output, content, protected=False)
    say(f"La restitution est dans {options.output}, lisible par tous\u00a0: confiez-la avec soin.")
    return 0


def questionnaire_list(options: Options) -> int:
    """List the questionnaires: shipped ones, and installed ones when a profile is there to open."""
    entries = bootstrap.list_questionnaires(options.profile, lambda: session_passphrase(options))
    if options.json:
        emit(entries)
    else:
        for entry in entries:
            print(f"{entry['id']}  version {entry['version']}  {entry['title']}")
    return 0


def questionnaire_check(options: Options) -> int:
    """Print each fault of a questionnaire file with its line."""
    from consultant_app.domain.loading import check_questionnaire

    return _print_faults(options.file, check_questionnaire)


def catalogue_check(options: Options) -> int:
    """Print each fault of a catalogue file with its line."""
    from consultant_app.services.library import check_catalogue_file

    return _print_faults(options.file, check_catalogue_file)


def _print_faults(file: Path, check: Callable[[str, str], Any]) -> int:
    faults = check(read_text(file), file.name)
    for fault in faults:
        print(f"{file}:{fault.line}: {fault.message}")
    say(f"{len(faults)} faute(s)." if faults else "Aucune faute.")
    return 1 if faults else 0


def questionnaire_install(options: Options) -> int:
    """Install a questionnaire beside the others."""
    with opened(options) as workspace:
        installed = workspace.library.install(
            read_text(options.file), options.file.name, unsigned=options.unsigned
        )
    say(f"«\u00a0{installed.title}\u00a0», version {installed.version}, est installé.")
    return 0


def schema(options: Options) -> int:
    """Print the JSON Schema of a format."""
    from consultant_app.services.schemas import schema_of

    emit(schema_of(options.name))
    return 0


def opened(options: Options) -> bootstrap.Opened:
    """Unlock the profile for the length of a ``with`` block."""
    return bootstrap.Opened(options.profile, session_passphrase(options))


def _wanted(options: Options) -> str | None:
    """Return the id asked for, None for all; wrong usage otherwise."""
    if bool(options.id) == options.all:
        say("Donnez un identifiant, ou --all.")
        raise SystemExit(2)
    return None if options.all else options.id


def emit(content: object) -> None:
    """Print JSON for programs on standard output."""
    print(json.dumps(content, ensure_ascii=False))


def say(sentence: str) -> None:
    """Print a sentence for people on standard error."""
    print(sentence, file=sys.stderr)
