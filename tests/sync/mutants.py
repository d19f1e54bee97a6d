"""Mistakes that one could well make, planted to see that the random exchanges find them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from consultant_app.services import records
from consultant_app.services.outgoing import Outgoing
from consultant_app.storage.outbox import Outbox, OutboxEntry, OutboxState
from sync.client import push
from sync.protocol.verdicts import Verdict
from sync.server import answers, ingest, records_sql
from tests.sync.faulty_network import Fault, Trouble
from tests.sync.machine import Exchanges

Plant = Callable[[pytest.MonkeyPatch], None]


def _retractions_forgotten(patch: pytest.MonkeyPatch) -> None:
    async def nothing(*_arguments: Any) -> tuple[set[str], set[bytes]]:
        return set(), set()

    patch.setattr(records_sql, "withdrawn", nothing)


def _unknown_ids_not_buried(patch: pytest.MonkeyPatch) -> None:
    sound = records_sql.retract_records

    async def only_known(connection: Any, ids: Sequence[str]) -> int:
        known = await records_sql.known_revisions(connection, ids)
        return await sound(connection, list(known))

    patch.setattr(records_sql, "retract_records", only_known)


def _codes_not_buried(patch: pytest.MonkeyPatch) -> None:
    async def only_now(connection: Any, code: bytes) -> int:
        cursor = await connection.execute(
            "SELECT record_id::text FROM ingestion.follow_ups WHERE code = %s", (code,)
        )
        ids = [row[0] for row in await cursor.fetchall()]
        return await records_sql.retract_records(connection, ids)

    patch.setattr(records_sql, "withdraw_code", only_now)


def _older_revisions_win(patch: pytest.MonkeyPatch) -> None:
    guard = "WHERE records.revision < EXCLUDED.revision"
    assert guard in records_sql._ADD_RECORDS
    patch.setattr(records_sql, "_ADD_RECORDS", records_sql._ADD_RECORDS.replace(guard, ""))


def _damage_unnoticed(patch: pytest.MonkeyPatch) -> None:
    class Trusting:
        @staticmethod
        def compare_digest(_told: bytes, _found: bytes) -> bool:
            return True

    patch.setattr(answers, "hmac", Trusting)


def _other_bytes_called_already(patch: pytest.MonkeyPatch) -> None:
    async def believing(_connection: Any, batch: ingest.Batch, lines: list[int]) -> None:
        for line in lines:
            batch.say(line, "already")

    patch.setattr(ingest, "_compare", believing)


def _silence_is_consent(patch: pytest.MonkeyPatch) -> None:
    """The client believes that what it sent has arrived."""
    sound = push.Push._fewer

    def believing(self: push.Push) -> None:
        rows = self._outbox.waiting(0, 50)
        for row in rows:
            stored = Verdict(line=0, status="stored", sha256=row.sha256)
            self._outbox.settle([(row, stored)])
        sound(self)

    def never_compare(self: push.Push) -> list[Any]:
        return []

    patch.setattr(push.Push, "_fewer", believing)
    patch.setattr(push.Push, "_compare", never_compare)


def _retractions_dropped(patch: pytest.MonkeyPatch) -> None:
    def cancel(self: Outbox, record_id: str) -> int:
        query = "DELETE FROM outbox WHERE record_id = ? AND state = 'waiting' AND attempts = 0"
        return self._db.execute(query, (record_id,))

    patch.setattr(Outbox, "cancel", cancel)


def _withdrawn_only_if_acknowledged(patch: pytest.MonkeyPatch) -> None:
    sound = records.retract_record

    def timid(workspace: Any, interview: Any, why: str) -> None:
        rows = workspace.outbox.of_record(interview.record_id) if interview.record_id else []
        if any(row.state is OutboxState.ACKNOWLEDGED for row in rows):
            sound(workspace, interview, why)

    from consultant_app.services import sending

    patch.setattr(records, "retract_record", timid)
    patch.setattr(sending, "retract_record", timid)


def _conflict_believed(patch: pytest.MonkeyPatch) -> None:
    def acknowledged(self: Outgoing, entry: OutboxEntry, _there: int) -> None:
        self._mark(entry, OutboxState.ACKNOWLEDGED)

    patch.setattr(Outgoing, "_renumber", acknowledged)


def _dead_records_reused(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Outbox, "is_buried", lambda _self, _record_id: False)


def _agreement_left_on(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Outgoing, "turn_off", lambda _self, _record_id: None)


MUTANTS: dict[str, Plant] = {
    "retractions forgotten by the centre": _retractions_forgotten,
    "unknown records not buried": _unknown_ids_not_buried,
    "follow-up codes not buried": _codes_not_buried,
    "older revisions win": _older_revisions_win,
    "damage unnoticed": _damage_unnoticed,
    "other bytes called already": _other_bytes_called_already,
    "silence is consent": _silence_is_consent,
    "waiting retractions dropped": _retractions_dropped,
    "withdrawn only if acknowledged": _withdrawn_only_if_acknowledged,
    "conflict believed": _conflict_believed,
    "dead records used again": _dead_records_reused,
    "agreement left on": _agreement_left_on,
}

Step = Callable[[Exchanges], object]


def hold(machine: Exchanges) -> None:
    machine.hold(level=0, code=False)


def hold_with_code(machine: Exchanges) -> None:
    machine.hold(level=0, code=True)


def correct(machine: Exchanges) -> None:
    machine.correct(which=0, level=2)


def exchange(machine: Exchanges) -> None:
    machine.exchange()


def withdraw(machine: Exchanges) -> None:
    machine.withdraw(which=0)


def withdraw_by_code(machine: Exchanges) -> None:
    machine.withdraw_by_code_elsewhere(which=0)


def agree_again(machine: Exchanges) -> None:
    machine.agree_again(which=0)


def back_up(machine: Exchanges) -> None:
    machine.back_up()


def restore(machine: Exchanges) -> None:
    machine.put_an_old_backup_back(which=0, again=4)


def late(machine: Exchanges) -> None:
    machine.late_requests_arrive()


def meeting(first: Trouble, then: Trouble = "lose_request") -> Step:
    """An exchange in which the first request meets one fault and all the others another."""

    def step(machine: Exchanges) -> None:
        machine.expect_trouble(faults=[Fault(first), *[Fault(then)] * 5])
        machine.exchange()

    return step


#: The shortest way that we know to each mistake; the machine must call it one.
SHORTEST: dict[str, tuple[Step, ...]] = {
    "retractions forgotten by the centre": (
        hold_with_code,
        exchange,
        withdraw_by_code,
        correct,
        exchange,
    ),
    "unknown records not buried": (hold, meeting("delay"), withdraw, exchange, late),
    "follow-up codes not buried": (hold_with_code, meeting("delay"), withdraw_by_code, late),
    "older revisions win": (hold, back_up, meeting("delay"), restore, exchange, late),
    "damage unnoticed": (hold, meeting("corrupt_request", "none")),
    "other bytes called already": (hold, exchange, back_up, correct, exchange, restore),
    "silence is consent": (hold, meeting("lose_request")),
    "waiting retractions dropped": (hold, exchange, withdraw, agree_again),
    "withdrawn only if acknowledged": (hold, meeting("lose_reply"), withdraw),
    "conflict believed": (hold, exchange, back_up, correct, exchange, restore),
    "dead records used again": (hold, exchange, withdraw, exchange, agree_again),
    "agreement left on": (hold_with_code, exchange, withdraw_by_code, exchange),
}
