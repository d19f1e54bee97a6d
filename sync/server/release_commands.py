"""What `region-central campaign` and `region-central release` do."""

from __future__ import annotations

from dataclasses import asdict

from sync.server.commands import Options, database, emit, say


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
