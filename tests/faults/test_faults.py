"""A disk that fails, fills, tears or dies at each operation loses nothing that was acknowledged.

The long runs are marked ``prove``; a sample of each runs every time.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from consultant_app.storage import backup
from consultant_app.storage.errors import DamagedBackupError
from consultant_app.storage.interviews import Interviews
from consultant_app.storage.profile import Profile
from tests.faults.checks import half_written, lost_answers, reopened, require_sound
from tests.faults.disk import FAULTS, BadDisk, Fault, Outcome, compiled
from tests.faults.powercut import (
    Disk,
    Operation,
    acked_before,
    files_of,
    put_back,
    read_record,
)
from tests.faults.subject import NEW_PASSPHRASE
from tests.storing import CHEAP, PASSPHRASE

#: A real sync costs a hundred times its simulation; what a fault does to it is the shim's affair.
MEMORY = Path("/dev/shm")


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BadDisk]:
    with TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        # The library lies elsewhere: memory is often mounted so that nothing runs from it.
        found = BadDisk(Path(folder), compiled(tmp_path_factory.mktemp("shim")))
        yield found
        found.close()


def points(disk: BadDisk, scenario: str, sample: int | None, *, empty: bool = False) -> list[int]:
    """The operations at which to fail: all of them, or a sample spread over the scenario."""
    whole = disk.run(scenario, empty=empty)
    assert not whole.bugs
    assert not whole.refused
    every = list(range(whole.operations))
    return every if sample is None else random.Random(sample).sample(every, min(sample, len(every)))


def run_all(disk: BadDisk, scenario: str, sample: int | None) -> Iterator[tuple[Outcome, Fault]]:
    for at in points(disk, scenario, sample):
        for fault in FAULTS:
            outcome = disk.run(scenario, fault, at)
            assert outcome.bugs == [], f"{fault.name} at {at}"
            yield outcome, fault


def answers_survive(disk: BadDisk, sample: int | None) -> int:
    """Return how many runs there were; every assertion is in them."""
    runs = refused = killed = 0
    for outcome, fault in run_all(disk, "answering", sample):
        require_sound(disk.work, disk.interview, outcome.acked, outcome.tried)
        unsettled = len(outcome.tried) - len(outcome.acked) - len(outcome.refused)
        assert outcome.killed or unsettled <= 0, "an act was neither acknowledged nor refused"
        assert fault in (Fault.TEAR_KILL, Fault.KILL_BEFORE, Fault.KILL_AFTER) or not outcome.killed
        runs, refused, killed = runs + 1, refused + bool(outcome.refused), killed + outcome.killed
    assert refused, "the faults never reached an answer: the test does not bite"
    assert killed
    return runs


def test_no_fault_loses_or_halves_an_answer(disk: BadDisk) -> None:
    answers_survive(disk, 17)  # 51 of the runs kill the process


@pytest.mark.prove
def test_no_fault_at_any_operation_loses_or_halves_an_answer(disk: BadDisk) -> None:
    assert answers_survive(disk, None) >= 2000


def test_rewriting_the_key_file_is_destroyed_at_no_point(disk: BadDisk) -> None:
    opened_by = set()
    for outcome, _ in run_all(disk, "changing_passphrase", None):
        opened = require_sound(disk.work, disk.interview, [], [])
        opened_by.add(opened)
        if outcome.acked:
            assert opened == NEW_PASSPHRASE
        if any("n’a pas été changée" in refusal for refusal in outcome.refused):
            assert opened == PASSPHRASE
        by_code = Profile(disk.work, CHEAP)
        by_code.unlock_by_code(disk.code).close()
        by_code.release()
    assert opened_by == {PASSPHRASE, NEW_PASSPHRASE}


def backups_survive(disk: BadDisk, sample: int | None) -> None:
    for outcome, _ in run_all(disk, "backing_up", sample):
        require_sound(disk.work, disk.interview, [], [])
        left = [path.name for path in disk.work.iterdir() if path.name.startswith(".copie-")]
        assert left == [], "a working copy outlives the process that made it"
        target = disk.work / "a.sauvegarde"
        if outcome.acked or target.exists():
            try:
                assert backup.read_info(target).counts["interviews"] == 1
            except DamagedBackupError:
                pytest.fail("a backup under its own name is not sound")


def test_a_backup_cut_short_leaves_the_dossiers_and_no_false_backup(disk: BadDisk) -> None:
    backups_survive(disk, 6)


@pytest.mark.prove
def test_a_backup_cut_short_anywhere_leaves_no_false_backup(disk: BadDisk) -> None:
    backups_survive(disk, None)


def restores_survive(disk: BadDisk, sample: int | None) -> None:
    source = disk.folder / "modele.sauvegarde"
    if not source.exists():
        copy = Path(shutil.copytree(disk.template, disk.folder / "copie"))
        profile, db, _ = reopened(copy, PASSPHRASE)
        profile.back_up(db, source)
        db.close()
        profile.release()
    for _outcome, _ in run_all(disk, "restoring", sample):
        require_sound(disk.work, disk.interview, [], [])


def test_a_restoring_cut_short_is_undone_or_finished(disk: BadDisk) -> None:
    restores_survive(disk, 5)


@pytest.mark.prove
def test_a_restoring_cut_short_anywhere_is_undone_or_finished(disk: BadDisk) -> None:
    restores_survive(disk, None)


def creation_survives(disk: BadDisk, sample: int | None) -> None:
    for at in points(disk, "creating", sample, empty=True):
        for fault in FAULTS:
            outcome = disk.run("creating", fault, at, empty=True)
            assert outcome.bugs == [], f"{fault.name} at {at}"
            profile = Profile(disk.work, CHEAP)
            if profile.exists:
                db = profile.unlock(PASSPHRASE)
            else:
                assert not outcome.acked, "a profile that was acknowledged is gone"
                db, _ = profile.create(PASSPHRASE)
            assert Interviews(db).count() == 0
            db.close()
            profile.release()


def test_a_first_opening_cut_short_can_be_finished_or_begun_again(disk: BadDisk) -> None:
    creation_survives(disk, 8)


@pytest.mark.prove
def test_a_first_opening_cut_short_anywhere_can_be_finished(disk: BadDisk) -> None:
    creation_survives(disk, None)


def session(disk: BadDisk, synchronous: str) -> list[Operation]:
    """Record one whole interview, bytes, syncs and acknowledgements."""
    record = disk.folder / f"seance-{synchronous}"
    outcome = disk.run("answering", record=str(record), synchronous=synchronous)
    assert not outcome.bugs
    operations = read_record(record)
    assert len(acked_before(operations)) == len(outcome.acked) == 25
    return operations


def lost_in_power_cuts(disk: BadDisk, folder: Path, synchronous: str, runs: int) -> int:
    """Cut the power ``runs`` times; return in how many an acknowledged answer was lost."""
    operations = session(disk, synchronous)
    tried = acked_before(operations)
    start = files_of(disk.template, disk.work)
    chance = random.Random(f"{synchronous}{runs}")
    lost = 0
    for number in range(runs):
        until = chance.randrange(1, len(operations))
        platter = Disk(start)
        for operation in operations[:until]:
            platter.act(operation)
        platter.cut(chance)
        restarted = folder / str(number)
        put_back(platter, disk.work, restarted)
        profile, db, _ = reopened(restarted, PASSPHRASE)
        assert db.faults() == []
        assert half_written(db, disk.interview) == []
        acked = acked_before(operations[:until])
        lost += lost_answers(db, disk.interview, acked, tried) > 0
        db.close()
        profile.release()
        shutil.rmtree(restarted)
    return lost


def test_power_cuts_lose_nothing_with_full_and_something_with_normal(
    disk: BadDisk, tmp_path: Path
) -> None:
    assert lost_in_power_cuts(disk, tmp_path, "FULL", 60) == 0
    assert lost_in_power_cuts(disk, tmp_path, "NORMAL", 60) > 0, "the test does not bite"


@pytest.mark.prove
def test_700_power_cuts_lose_nothing_with_full(disk: BadDisk, tmp_path: Path) -> None:
    assert lost_in_power_cuts(disk, tmp_path, "FULL", 715) == 0
    assert lost_in_power_cuts(disk, tmp_path, "NORMAL", 715) > 50
