"""Whatever happens between laptop and centre, in any order: nothing lost, doubled or brought back.

The real client on its real encrypted database, the real service over HTTP, real PostgreSQL; a
network that misbehaves in between, either side killed at any step, old backups put back.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from consultant_app.domain.interview import State
from consultant_app.services import sending
from consultant_app.services.closing import Closing
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.outgoing import Outgoing
from consultant_app.services.sending import NothingSentError
from consultant_app.sharing.push import Place
from consultant_app.storage.outbox import OutboxEntry, OutboxState
from sync.client.transport import Transport
from sync.protocol.batch import Retraction, join
from sync.protocol.verdicts import Verdicts
from sync.protocol.wire import canonical
from tests.sync.centre import Centre
from tests.sync.faulty_network import FAULTS, Fault, FaultyNetwork
from tests.sync.laptops import Laptop

MOST_DOSSIERS = 5
Content = str


class Killed(BaseException):
    """The laptop's process is gone: nothing catches this."""


class Mortal(Outgoing):
    """The real outbox, in a process that dies at the step chosen."""

    steps_left: int | None = None

    @classmethod
    def step(cls) -> None:
        if cls.steps_left is not None:
            cls.steps_left -= 1
            if cls.steps_left < 0:
                raise Killed

    def mark_tried(self, parcels: Any) -> None:
        self.step()
        super().mark_tried(parcels)
        self.step()

    def settle(self, judged: Any) -> None:
        self.step()
        super().settle(judged)
        self.step()

    def _mark(self, entry: OutboxEntry, state: OutboxState, reason: str = "") -> None:
        self.step()
        super()._mark(entry, state, reason)


@dataclass
class World:
    """What a run shares with others: the centre, the network, a profile to copy."""

    centre: Centre
    network: FaultyNetwork
    template: Path


@contextmanager
def world(centre: Centre, template: Path) -> Iterator[World]:
    def cut_database() -> None:
        with psycopg.connect(centre.database_url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    with FaultyNetwork(centre.url, cut_database) as network:
        yield World(centre, network, template)


@dataclass
class Seen:
    """What was ever seen, to be held against what is there now."""

    shown: dict[str, set[Content]] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    retracted: set[str] = field(default_factory=set)
    dead_codes: set[bytes] = field(default_factory=set)


def without_revision(body: bytes) -> Content:
    """What a record says, its number apart (the only thing a restored laptop may change)."""
    content = json.loads(body)
    del content["revision"]
    return json.dumps(content, sort_keys=True)


class Exchanges(RuleBasedStateMachine):
    """Give it a `World` as a class attribute before it runs."""

    world: World

    @initialize()
    def begin(self) -> None:
        self.folder = Path(mkdtemp(prefix="machine-"))
        self.laptop = Laptop.copied(self.world.template, self.folder / "profil")
        self.place = self.world.centre.place()
        self.other = self.world.centre.place("Poste d’un collègue")
        through = Place(
            self.world.network.url, self.place.device_id, self.place.label, self.place.token
        )
        self.laptop.join(through)
        self.dossiers: list[str] = []
        self.withdrawn: set[str] = set()
        self.wanted: set[str] = set()
        self.backup: tuple[list[str], set[str]] | None = None
        self.seen = Seen()
        Mortal.steps_left = None
        setattr(sending, "Outgoing", Mortal)  # noqa: B010

    def teardown(self) -> None:
        if not hasattr(self, "laptop"):
            return
        try:
            self.calm_down()
            self.everything_is_in_its_place()
        finally:
            setattr(sending, "Outgoing", Outgoing)  # noqa: B010
            self.world.network.plan.clear()
            self.world.network.late.clear()
            self.laptop.workspace.close()
            shutil.rmtree(self.folder)

    # --- what a consultant does

    @precondition(lambda self: len(self.dossiers) < MOST_DOSSIERS)
    @rule(level=st.sampled_from([0, 2, 4]), code=st.booleans())
    def hold(self, level: int, code: bool) -> None:
        interview_id = self.laptop.hold(level, code=code)
        self.dossiers.append(interview_id)
        self.note_shown(interview_id)

    @precondition(lambda self: self.dossiers)
    @rule(which=st.integers(0, 99), level=st.sampled_from([0, 2, 4]))
    def correct(self, which: int, level: int) -> None:
        interview_id = self.pick(which)
        self.laptop.correct(interview_id, level)
        self.note_shown(interview_id)

    @precondition(lambda self: self.dossiers)
    @rule(which=st.integers(0, 99))
    def withdraw(self, which: int) -> None:
        interview_id = self.pick(which)
        self.wanted.discard(interview_id)
        try:
            self.laptop.sending.withdraw(interview_id)
        except NothingSentError:
            return
        self.withdrawn.add(self.laptop.record_id(interview_id))

    @precondition(lambda self: self.dossiers)
    @rule(which=st.integers(0, 99))
    def agree_again(self, which: int) -> None:
        interview_id = self.pick(which)
        Closing(self.laptop.workspace).reopen(interview_id, "le dirigeant accepte de nouveau")
        self.laptop.agree(interview_id, True)
        Closing(self.laptop.workspace).close(interview_id)
        self.note_shown(interview_id)
        self.wanted.add(interview_id)

    @precondition(lambda self: self.dossiers)
    @rule(which=st.integers(0, 99))
    def change_mind_when_correcting(self, which: int) -> None:
        interview_id = self.pick(which)
        self.wanted.discard(interview_id)
        Closing(self.laptop.workspace).reopen(interview_id, "le dirigeant a changé d’avis")
        self.laptop.agree(interview_id, False)
        Closing(self.laptop.workspace).close(interview_id)
        if self.laptop.interview(interview_id).record_id is not None:
            self.withdrawn.add(self.laptop.record_id(interview_id))

    @precondition(lambda self: self.dossiers)
    @rule(which=st.integers(0, 99))
    def withdraw_by_code_elsewhere(self, which: int) -> None:
        code = self.laptop.interview(self.pick(which)).follow_up_code
        if code is None:
            return
        with Transport(self.other.server, self.other.token) as transport:
            body = join([canonical(Retraction(code=code))])
            verdicts = transport.post_lines("/v1/records", body, Verdicts).verdicts
        assert verdicts[0].status == "retracted"
        self.seen.dead_codes.add(sha256(code.encode()).digest())

    @precondition(lambda self: self.dossiers)
    @rule(which=st.integers(0, 99))
    def delete(self, which: int) -> None:
        interview_id = self.pick(which)
        Dossiers(self.laptop.workspace).delete_interview(interview_id)
        self.dossiers.remove(interview_id)
        self.wanted.discard(interview_id)

    # --- what happens to them

    @rule(faults=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=9))
    def expect_trouble(self, faults: list[Fault]) -> None:
        self.world.network.plan.extend(faults)

    @rule()
    def exchange(self) -> None:
        self.laptop.sending.sync()

    @rule()
    def exchange_again(self) -> None:
        self.laptop.sending.sync()

    @rule(steps=st.integers(0, 7))
    def die_during_an_exchange(self, steps: int) -> None:
        Mortal.steps_left = steps
        try:
            self.laptop.sending.sync()
        except Killed:
            pass
        finally:
            Mortal.steps_left = None
        self.laptop.workspace.close()
        self.laptop.open()

    @rule()
    def late_requests_arrive(self) -> None:
        self.world.network.deliver_late()

    @rule()
    def back_up(self) -> None:
        self.laptop.workspace.close()
        shutil.rmtree(self.folder / "copie", ignore_errors=True)
        shutil.copytree(self.folder / "profil", self.folder / "copie")
        self.laptop.open()
        self.backup = self.dossiers[:], self.withdrawn.copy()

    @precondition(lambda self: self.backup is not None)
    @rule(again=st.sampled_from([None, 0, 2, 4]))
    def put_an_old_backup_back(self, again: int | None) -> None:
        """``again``: every dossier is then corrected once more, perhaps otherwise."""
        assert self.backup is not None
        self.laptop.workspace.close()
        shutil.rmtree(self.folder / "profil")
        shutil.copytree(self.folder / "copie", self.folder / "profil")
        self.laptop.open()
        # A withdrawal that this forgets, and that never left, is forgotten for good.
        self.dossiers, self.withdrawn = self.backup[0][:], self.backup[1].copy()
        self.wanted.clear()
        for interview_id in self.dossiers if again is not None else ():
            self.laptop.correct(interview_id, again or 0)
            self.note_shown(interview_id)

    # --- what must hold, whatever happened

    @invariant()
    def nothing_comes_back_nor_changes(self) -> None:
        if not hasattr(self, "seen"):
            return
        there, retracted, codes = self.at_the_centre()
        assert not there.keys() & retracted, "a record came back after its retraction"
        assert not codes & self.seen.dead_codes, "a record came back after its code was withdrawn"
        assert self.seen.retracted <= retracted, "a retraction was forgotten"
        for record_id, (revision, content) in there.items():
            shown = self.seen.shown.get(record_id, set())
            assert content in shown, "not what was shown to the dirigeant"
            assert revision >= self.seen.revisions.get(record_id, 0), "an old revision came back"
        lost = self.seen.revisions.keys() - there.keys() - retracted
        assert not lost, "a record that was there is gone"
        self.seen.retracted = retracted
        self.seen.revisions |= {r: revision for r, (revision, _) in there.items()}

    def at_the_centre(self) -> tuple[dict[str, tuple[int, Content]], set[str], set[bytes]]:
        mine = list(self.seen.shown)
        rows = self.world.centre.rows
        there = {
            record_id: (revision, without_revision(json.dumps(body).encode()))
            for record_id, revision, body in rows(
                "SELECT record_id::text, revision, body FROM ingestion.records"
                " WHERE record_id = ANY(%s::uuid[]) OR record_id IN"
                " (SELECT record_id FROM transport.deliveries WHERE device_id = %s)",
                mine,
                self.place.device_id,
            )
        }
        retracted = rows(
            "SELECT record_id::text FROM ingestion.retractions WHERE record_id = ANY(%s::uuid[])",
            mine,
        )
        codes = rows(
            "SELECT code FROM ingestion.follow_ups WHERE record_id = ANY(%s::uuid[])", mine
        )
        return there, {r[0] for r in retracted}, {bytes(c[0]) for c in codes}

    def calm_down(self) -> None:
        """The network is well again; everybody has time."""
        self.world.network.plan.clear()
        self.world.network.deliver_late()
        for _ in range(6):
            report = self.laptop.sending.sync()
            if not report.trouble and not self.laptop.workspace.outbox.waiting():
                break
        assert not report.trouble, report.trouble
        assert not self.laptop.workspace.outbox.waiting(), "rows wait for ever"
        self.nothing_comes_back_nor_changes()

    def everything_is_in_its_place(self) -> None:
        """Each agreed record is there as it was last shown; each withdrawn one is not."""
        there, _, _ = self.at_the_centre()
        assert not self.withdrawn & there.keys(), "a withdrawn record is still there"
        for interview_id in self.dossiers:
            interview = self.laptop.interview(interview_id)
            agreed = interview.agreement is not None and interview.agreement.given
            assert agreed or interview_id not in self.wanted, "a new agreement was turned off"
            if interview.state is not State.CLOSED or interview.record_id is None:
                continue
            if not agreed:
                assert interview.record_id not in there, "a record stayed without agreement"
            else:
                assert interview.record_id in there, "an agreed record was lost"
                newest = self.newest(interview.record_id)
                if newest is not None and newest[0] >= there[interview.record_id][0]:
                    assert there[interview.record_id][1] == newest[1], "an old one was kept"

    def newest(self, record_id: str) -> tuple[int, Content] | None:
        found = [
            (entry.revision, without_revision(entry.body))
            for entry in self.laptop.workspace.outbox.of_record(record_id)
            if entry.kind == "record"
        ]
        return max(found, default=None)

    def pick(self, which: int) -> str:
        return self.dossiers[which % len(self.dossiers)]

    def note_shown(self, interview_id: str) -> None:
        interview = self.laptop.interview(interview_id)
        if interview.record_id is not None and interview.agreement and interview.agreement.given:
            shown = without_revision(self.laptop.previewed(interview_id))
            self.seen.shown.setdefault(interview.record_id, set()).add(shown)
