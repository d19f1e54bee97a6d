"""What `region-central campaign` and `region-central release` do."""

from __future__ import annotations

from dataclasses import asdict

from sync.server.commands import Options, database, emit, say
from sync.server.errors import CentreError


def campaign_create(options: Options) -> int:
    """Open a campaign."""
    from sync.server.publication.freeze import create

    with database(options) as url:
        campaign = create(url, options.name, options.first, options.last)
    emit(asdict(campaign))
    return 0


def campaign_freeze(options: Options) -> int:
    """Freeze a campaign and publish it."""
    from sync.server.publication.freeze import freeze

    with database(options) as url:
        done = freeze(url, options.name)
    emit([asdict(published) for published in done])
    say("La campagne est gelée et publiée\u202f; ces chiffres ne changeront plus.")
    return 0


def release(options: Options) -> int:
    """Write the microdata of a frozen campaign."""
    from sync.server.release.make import release as run
    from sync.server.release.shelf import shelve

    with database(options) as url:
        done = run(url, options.name, options.output)
        shelve(url, options.name, done)
    emit([asdict(released) for released in done])
    say(
        "Lisez rapport.html avant de transmettre ces fichiers. Les chercheurs les verront aussi dans "
        "les pages, quand un administrateur les leur aura donnés."
    )
    return 0


def references(options: Options) -> int:
    """Write a campaign's reference values, to be signed and published."""
    import json

    from sync.server.publication.reading import reader
    from sync.server.publication.references import references as read

    with database(options) as url, reader(url) as connection:
        told = read(connection, options.name, options.questionnaire)
    try:
        options.output.write_text(
            json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    except OSError as error:
        raise CentreError(
            f"«\u00a0{options.output}\u00a0» ne peut pas être écrit\u202f; choisissez un autre endroit."
        ) from error
    emit({"id": told["id"], "version": told["version"], "groups": len(told["groups"])})
    say(
        "Signez ce fichier par «\u00a0package build\u00a0», puis publiez-le par «\u00a0publish\u00a0»."
    )
    return 0
