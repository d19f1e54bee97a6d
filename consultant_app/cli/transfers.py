"""Handing a dossier to a colleague from the command line."""

from __future__ import annotations

from consultant_app.cli.commands import Options, emit, opened, say
from consultant_app.cli.secrets import read_secret


def send(options: Options) -> int:
    """Write one company's dossier, sealed; show its code once."""
    from consultant_app.services.dossiers import Dossiers
    from consultant_app.services.transfer import Transfer

    with opened(options) as workspace:
        company_id = Dossiers(workspace).find(options.id).company_id
        code = Transfer(workspace).write(company_id, options.output)
    if options.json:
        emit({"code": code})
    else:
        print(code)
        say("Envoyez le fichier, et dites ce code par téléphone\u00a0: jamais les deux ensemble.")
    return 0


def receive(options: Options) -> int:
    """Take a dossier in, or only say what would happen; exit 1 when a choice is missing."""
    from consultant_app.services.transfer import Choice, Transfer

    with opened(options) as workspace:
        transfer = Transfer(workspace)
        incoming = transfer.read(options.file, read_secret(options.code_file))
        for arriving in incoming.interviews:
            say(arriving.sentence)
        taken = None
        if not options.dry_run:
            chosen = Choice(options.on_difference) if options.on_difference else None
            choices = dict.fromkeys(incoming.to_decide, chosen) if chosen else {}
            taken = transfer.take(incoming, choices, company=chosen or Choice.MINE)
    if options.json:
        emit(
            {
                "company": {"id": incoming.company.id, "verdict": incoming.company_verdict},
                "interviews": [
                    {"id": a.interview.id, "verdict": a.verdict} for a in incoming.interviews
                ],
                "taken": taken and {k: getattr(taken, k) for k in ("added", "replaced", "kept")},
            }
        )
    return 0
