"""The real program on a bad disk: forks, arms the shim, acts through the services, tells all.

Reads one job a line on standard input (JSON), answers each by one line. Started under LD_PRELOAD
by `disk.py`; a job runs in a fork, so that it may be killed and starts warm.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable
from ctypes import CDLL, c_char_p, c_int, c_long
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from consultant_app.bootstrap import create_profile, open_profile
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.errors import KnownError
from consultant_app.domain.interview import Agreement
from consultant_app.services.closing import Closing
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.workspace import Workspace
from consultant_app.storage.profile import Profile
from tests.storing import CHEAP, PASSPHRASE

Say = Callable[[str], None]
NEW_PASSPHRASE = "la nouvelle phrase de passe"
PRACTICES = 12
#: Pages in the log before it is moved into the database: small, so that every run does it.
CHECKPOINT_PAGES = 25

_LEVELS = "".join(f"      {level}: Fait {level}.\n" for level in range(5))
_PRACTICE = """  - id: pratique_{n}
    title: Pratique {n}
    question: Comment faites-vous\u202f?
    levels:
{levels}    why: Cela compte.
    first_step: Commencer
    priority: Travailler
    strength: Vous maîtrisez
    verify: Demandez à votre comptable.
    keep: Gardez.
"""


def questionnaire_text() -> str:
    practices = "".join(
        "  " + _PRACTICE.format(n=n, levels=_LEVELS).replace("\n", "\n  ").rstrip(" ")
        for n in range(PRACTICES)
    )
    levels = ", ".join(f"{{value: {v}, name: Niveau {v}}}" for v in range(5))
    return (
        "id: disque-en-panne\nversion: 1\ntitle: Disque en panne\n"
        f"scale: {{min: 0, max: 4, levels: [{levels}]}}\n"
        "themes:\n- id: theme\n  title: Thème\n  why: Il compte.\n  place: ici\n"
        f"  topic: le sujet\n  practices:\n{practices}"
    )


def make_template(folder: Path) -> dict[str, str]:
    """A profile with one draft, as a consultant's laptop holds it before a visit."""
    workspace, code = create_profile(folder, PASSPHRASE, "Camille Fictive", cost=CHEAP)
    workspace.library.install(questionnaire_text(), "disque.yaml", unsigned=True)
    facts = CompanyFacts(naf="43.32A", staff=7, departement="69", creation_year=2011)
    company = Dossiers(workspace).add_company("Entreprise fictive", facts)
    started = Dossiers(workspace).start(company.id, questionnaire_id="disque-en-panne")
    workspace.close()
    warm_up(folder, started.id)
    return {"code": code, "interview": started.id}


def warm_up(template: Path, interview: str) -> None:
    """Hold one interview here, so that what is imported late is there in every fork."""
    with TemporaryDirectory() as name:
        copy = shutil.copytree(template, Path(name) / "profil")
        answering({"folder": str(copy), "interview": interview}, lambda _: None)


def attempt(say: Say, what: str, act: Callable[[], object]) -> None:
    """Do one act; say that it was acknowledged, or with which sentence it was refused."""
    say(f"try {what}")
    try:
        act()
    except KnownError as error:
        say(f"refused {what} {error.sentence}")
    else:
        say(f"acked {what}")


def answering(job: dict[str, Any], say: Say) -> None:
    """Give every answer twice, add notes, then agree and close."""
    workspace = open_profile(Path(job["folder"]), PASSPHRASE, cost=CHEAP)
    workspace.db.rows(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    workspace.db.rows(f"PRAGMA synchronous = {job.get('synchronous', 'FULL')}")
    interviewing = Interviewing(workspace, job["interview"])
    for n in range(2 * PRACTICES):
        item, level = f"pratique_{n % PRACTICES}", n % 5
        attempt(say, f"answer {item} {level}", lambda i=item, v=level: interviewing.answer(i, v))  # type: ignore[misc]
    attempt(say, "close -", lambda: _close(workspace, job["interview"]))
    workspace.close()


def _close(workspace: Workspace, interview: str) -> None:
    closing = Closing(workspace)
    agreement = Agreement(given=True, on=date(2026, 9, 14), text_version="1", by="La dirigeante")
    closing.agree(interview, agreement, code=True)
    closing.close(interview)


def changing_passphrase(job: dict[str, Any], say: Say) -> None:
    profile = Profile(Path(job["folder"]), CHEAP)
    act = profile.vault.change_passphrase
    attempt(say, "passphrase -", lambda: act(PASSPHRASE, NEW_PASSPHRASE))


def backing_up(job: dict[str, Any], say: Say) -> None:
    workspace = open_profile(Path(job["folder"]), PASSPHRASE, cost=CHEAP)
    target = workspace.folder / "a.sauvegarde"
    attempt(say, "backup -", lambda: workspace.profile.back_up(workspace.db, target))
    workspace.close()


def restoring(job: dict[str, Any], say: Say) -> None:
    folder = Path(job["folder"])
    profile = Profile(folder, CHEAP)
    source = folder.parent / "modele.sauvegarde"
    unlock = lambda vault: vault.unlock(PASSPHRASE)  # noqa: E731
    attempt(say, "restore -", lambda: profile.restore(source, unlock))


def creating(job: dict[str, Any], say: Say) -> None:
    profile = Profile(Path(job["folder"]), CHEAP)

    def create() -> None:
        db, _ = profile.create(PASSPHRASE)
        db.close()

    attempt(say, "create -", create)


SCENARIOS: dict[str, Callable[[dict[str, Any], Say], None]] = {
    "answering": answering,
    "changing_passphrase": changing_passphrase,
    "backing_up": backing_up,
    "restoring": restoring,
    "creating": creating,
}


def child(job: dict[str, Any], pipe: int, shim: CDLL) -> None:
    """Run one job; whatever happens is said through the pipe before the process ends."""

    def say(text: str) -> None:
        if text.startswith("acked"):
            shim.fault_mark(text.encode())
        os.write(pipe, (text.replace("\n", " ") + "\n").encode())

    if record := job.get("record"):
        shim.fault_record(os.open(record, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    shim.fault_arm(job["folder"].encode(), job["mode"], job["at"])
    try:
        SCENARIOS[job["scenario"]](job, say)
    except KnownError as error:
        say(f"refused scenario - {error.sentence}")
    except BaseException:  # noqa: BLE001
        shim.fault_disarm()
        say(f"bug {traceback.format_exc()}")
    shim.fault_disarm()
    say(f"done {shim.fault_count()}")


def run(job: dict[str, Any], shim: CDLL) -> dict[str, Any]:
    """Fork, act, and gather what was said; the folder begins as the template."""
    folder = Path(job["folder"])
    shutil.rmtree(folder, ignore_errors=True)
    if job["template"]:
        shutil.copytree(job["template"], folder)
    else:
        folder.mkdir(parents=True)
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            child(job, writing, shim)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode().splitlines()
    _, status = os.waitpid(pid, 0)
    return {"said": said, "killed": os.WIFSIGNALED(status)}


def shim_functions() -> CDLL:
    shim = CDLL(None)
    shim.fault_arm.argtypes = [c_char_p, c_int, c_long]
    shim.fault_mark.argtypes = [c_char_p]
    shim.fault_record.argtypes = [c_int]
    shim.fault_count.restype = c_long
    return shim


def main() -> None:
    shim = shim_functions()
    for line in sys.stdin:
        job = json.loads(line)
        reply = make_template(Path(job["make"])) if "make" in job else run(job, shim)
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
