"""`region-central release NAME -o DIR`: one folder a questionnaire, whole or not at all."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from sync.server.errors import CentreError
from sync.server.publication import campaigns, gathering
from sync.server.publication.freeze import release_connection
from sync.server.release.ddi import write_ddi
from sync.server.release.disclosure import Report, plain, report
from sync.server.release.formats import write_all
from sync.server.release.microdata import Outcome, make
from sync.server.release.pages import codebook_page, report_page


@dataclass(frozen=True, slots=True)
class Released:
    """What was written."""

    questionnaire: str
    folder: str
    records: int
    k: int
    l: int  # noqa: E741 - the name that the field uses


def release(url: str, name: str, folder: Path) -> list[Released]:
    """Write the microdata of a frozen campaign under ``folder``, a new one."""
    if folder.exists() and any(folder.iterdir()):
        raise CentreError(
            f"Le dossier «\u00a0{folder}\u00a0» n’est pas vide\u202f; donnez-en un nouveau, "
            "pour ne pas mêler deux diffusions."
        )
    outcomes = outcomes_of(url, name)
    if not outcomes:
        raise CentreError(
            "Cette campagne ne contient aucune fiche\u202f: il n’y a rien à diffuser."
        )
    return write_out(outcomes, folder)


def outcomes_of(url: str, name: str) -> list[Outcome]:
    """Make, in memory, the release of every questionnaire of a frozen campaign."""
    with release_connection(url) as connection:
        campaign = campaigns.find(connection, name)
        campaigns.require_frozen(campaign)
        quarters = campaign.first_quarter, campaign.last_quarter
        return [
            make(gathering.read(connection, questionnaire, versions, *quarters), name, quarters)
            for questionnaire, versions in gathering.questionnaires(connection, *quarters)
        ]


def write_out(outcomes: list[Outcome], folder: Path) -> list[Released]:
    """Write releases beside ``folder`` first, then put them in its place."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(mkdtemp(prefix=".diffusion-", dir=folder.parent))
    except OSError as error:
        raise _unwritable(folder) from error
    try:
        done = [_write(outcome, fresh, folder) for outcome in outcomes]
        if folder.exists():
            folder.rmdir()
        fresh.rename(folder)
        folder.chmod(0o755)
        return done
    except OSError as error:
        raise _unwritable(folder) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write(outcome: Outcome, root: Path, folder: Path) -> Released:
    data = outcome.data
    place = root / data.questionnaire
    place.mkdir()
    told = report(outcome)
    write_all(data, place)
    write_ddi(data, place / "livre-de-codes.xml")
    (place / "livre-de-codes.html").write_text(codebook_page(data), encoding="utf-8")
    (place / "rapport.html").write_text(report_page(told), encoding="utf-8")
    (place / "rapport.json").write_text(_json(told), encoding="utf-8")
    return Released(
        data.questionnaire, str(folder / data.questionnaire), told.records, told.k, told.l
    )


def _json(told: Report) -> str:
    return json.dumps(plain(told), ensure_ascii=False, indent=1) + "\n"


def _unwritable(folder: Path) -> CentreError:
    return CentreError(
        f"Le dossier «\u00a0{folder}\u00a0» ne peut pas être écrit\u202f; choisissez un autre endroit."
    )
