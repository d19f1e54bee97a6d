"""Two hundred dossiers, and not one readable word in any file, whatever happens to the program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.storing import CHEAP, PASSPHRASE

CANARY = "Canari-Confidentiel-Ünique"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")

_PROGRAM = """
import sys, time
from pathlib import Path
from consultant_app.domain.answers import Answer
from consultant_app.storage import restore
from consultant_app.storage.companies import Companies
from consultant_app.storage.profile import Profile
from tests.storing import CHEAP, PASSPHRASE, company, give_answer, open_profile, put_dossier
canary, folder = sys.argv[1], Path(sys.argv[2])
profile = Profile(folder, CHEAP)
db, code = profile.create(PASSPHRASE)
for n in range(200):
    put_dossier(db, n)
    Companies(db).update(company(f"c{n}", name=f"{canary} {n}", dirigeant=canary, note=canary))
    give_answer(db, f"i{n}", "texte", Answer(f"{canary} {n}", note=f"note {canary}"))
profile.back_up(db)
restore.preview(next(profile.paths.backups.iterdir()), lambda v: v.unlock(PASSPHRASE), db, CHEAP)
db.rows("SELECT * FROM companies ORDER BY note, name")
give_answer(db, "i1", "texte", Answer("a" + canary))
print("open", flush=True)
sys.stdin.readline()
db.close()
profile.forget_key()
print("locked", flush=True)
time.sleep(60)
"""


def leaks(folder: Path) -> list[str]:
    assert any(folder.rglob("dossiers.db")), "the search must have something to search"
    return [
        f"{file} in {encoding}"
        for file in folder.rglob("*")
        if file.is_file()
        for encoding in ENCODINGS
        if CANARY.encode(encoding) in file.read_bytes()
    ]


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
@pytest.mark.parametrize("locked", [False, True], ids=["killed open", "killed locked"])
def test_no_readable_word_lies_in_any_file(tmp_path: Path, *, locked: bool) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    command = [sys.executable, "-c", _PROGRAM, CANARY, str(tmp_path / "profil")]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == "open\n"
        assert leaks(tmp_path) == []
        if locked:
            program.stdin.write("\n")
            program.stdin.flush()
            assert program.stdout.readline() == "locked\n"
            assert leaks(tmp_path) == []
        program.send_signal(signal.SIGKILL)
    assert leaks(tmp_path) == []
    from consultant_app.storage.companies import Companies
    from consultant_app.storage.profile import Profile

    profile = Profile(tmp_path / "profil", CHEAP)
    db = profile.unlock(PASSPHRASE)
    assert Companies(db).count() == 200
    assert Companies(db).get("c7").name == f"{CANARY} 7"
    db.close()
    profile.release()
