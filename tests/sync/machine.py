"""Whatever happens between laptop and centre, in any order: nothing lost, doubled or brought back.

The real client on its real encrypted database, the real service over HTTP, real PostgreSQL; a
network that misbehaves in between, either side killed (SIGKILL) at any step, two things done at
once, old backups put back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from consultant_app import bootstrap
from consultant_app.storage.database import Database
from sync.client.transport import Transport
from sync.protocol.batch import Retraction, join
from sync.protocol.verdicts import Verdicts
from sync.protocol.wire import canonical
from tests.storing import CHEAP, PASSPHRASE
from tests.sync.deeds import TO_A_DOSSIER, Deed, Kind, do
from tests.sync.faulty_network import TROUBLES, Fault
from tests.sync.processes import live_and_die
from tests.sync.watched import Backup, Watched

MOST_DOSSIERS = 5
#: Beyond the last step of anything: then nobody dies.
MOST_STEPS = 60
LEVELS = st.sampled_from([0, 2, 4])
WHICH = st.integers(0, MOST_DOSSIERS - 1)
FAULTS = st.builds(Fault, st.sampled_from(TROUBLES), st.integers(0, 12))
#: More than the client tries in a row.
TUNNEL = [Fault("lose_request")] * 7
MOST_BACKUPS = 2
EXCHANGE = Deed("exchange")


@contextmanager
def meanwhile(transactions: int, other: Callable[[], object]) -> Iterator[None]:
    """Do something else just before a transaction is begun, after so many others.

    This is what two threads of the program may do to each other: they share the connection, and
    each has it for itself from the beginning of a transaction to its end.
    """
    begin, left = Database.transaction, [transactions]

    @contextmanager
    def interrupted(self: Database) -> Iterator[None]:
        if not self.in_transaction:
            left[0] -= 1
            if left[0] == -1:
                other()
        with begin(self):
            yield

    setattr(Database, "transaction", interrupted)  # noqa: B010
    try:
        yield
    finally:
        setattr(Database, "transaction", begin)  # noqa: B010


class Exchanges(Watched):
    """Give it a `World` as a class attribute before it runs.

    No rule has a precondition: what chance may choose must not depend on what the network did.
    """

    def pick(self, which: int) -> str:
        """One of the dossiers; there is always one."""
        if not self.dossiers:
            self.act(Deed("hold"))
        return self.dossiers[which % len(self.dossiers)]

    @initialize()
    def begin(self) -> None:
        self.open_profile()

    # --- what a consultant does

    @rule(level=LEVELS, code=st.sampled_from([True, True, False]))
    def hold(self, level: int, code: bool) -> None:
        if len(self.dossiers) < MOST_DOSSIERS:
            self.act(Deed("hold", level=level, code=code))

    @rule(which=WHICH, level=LEVELS)
    def correct(self, which: int, level: int) -> None:
        self.act(Deed("correct", self.pick(which), level))

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        self.act(Deed("withdraw", self.pick(which)))

    @rule(which=WHICH)
    def agree_again(self, which: int) -> None:
        self.act(Deed("agree again", self.pick(which)))

    @rule(which=WHICH)
    def change_mind_when_correcting(self, which: int) -> None:
        self.act(Deed("change mind", self.pick(which)))

    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        self.act(Deed("delete", self.pick(which)))

    @rule(which=WHICH)
    def withdraw_by_code_elsewhere(self, which: int) -> None:
        interview = self.laptop.interview(self.pick(which))
        if interview.follow_up_code is None:
            return
        with Transport(self.world.living_address(), self.other.token) as transport:
            body = join([canonical(Retraction(code=interview.follow_up_code))])
            verdicts = transport.post_lines("/v1/records", body, Verdicts).verdicts
        assert verdicts[0].status == "retracted"
        self.seen.dead_codes.add(sha256(interview.follow_up_code.encode()).digest())
        self.note_refusal(interview.id)

    @rule()
    def exchange(self) -> None:
        self.act(EXCHANGE)

    def act(self, deed: Deed) -> None:
        """Do it, undisturbed by anything but the network."""
        self.note_intent(deed)
        do(self.laptop, deed)
        self.note(deed)

    # --- what happens to them

    @rule(faults=st.lists(FAULTS, min_size=1, max_size=9))
    def expect_trouble(self, faults: list[Fault]) -> None:
        self.world.network.plan.extend(faults)

    @rule(sound=st.integers(0, 2), last=FAULTS)
    def exchange_until_the_tunnel(self, sound: int, last: Fault) -> None:
        """Some requests go through, one meets its fate, then the train is in the tunnel."""
        self.world.network.plan.clear()
        self.world.network.plan.extend([*[Fault("none")] * sound, last, *TUNNEL])
        self.act(EXCHANGE)

    @rule()
    def the_service_is_killed(self) -> None:
        self.world.centre.kill()

    @rule()
    def late_requests_arrive(self) -> None:
        self.world.network.deliver_late()

    @rule(steps=st.integers(0, MOST_STEPS))
    def die_during_an_exchange(self, steps: int) -> None:
        self.die(EXCHANGE, steps)

    @rule(
        kind=st.sampled_from(TO_A_DOSSIER),
        which=WHICH,
        level=LEVELS,
        steps=st.integers(0, MOST_STEPS),
    )
    def die_during_an_act(self, kind: Kind, which: int, level: int, steps: int) -> None:
        self.die(Deed(kind, self.pick(which), level), steps)

    @rule(level=LEVELS, steps=st.integers(0, 2 * MOST_STEPS))
    def die_when_holding(self, level: int, steps: int) -> None:
        if len(self.dossiers) < MOST_DOSSIERS:
            self.die(Deed("hold", level=level), steps)

    @rule(
        kind=st.sampled_from(TO_A_DOSSIER),
        which=WHICH,
        level=LEVELS,
        transactions=st.integers(0, 8),
        act_first=st.booleans(),
    )
    def do_two_things_at_once(
        self, kind: Kind, which: int, level: int, transactions: int, act_first: bool
    ) -> None:
        deed = Deed(kind, self.pick(which), level)
        self.note_intent(deed)
        one, other = (deed, EXCHANGE) if act_first else (EXCHANGE, deed)
        done = []
        with meanwhile(transactions, lambda: done.append(do(self.laptop, other))):
            do(self.laptop, one)
        if act_first or done:
            self.note(deed)

    @rule()
    def back_up(self) -> None:
        del self.backups[MOST_BACKUPS - 1 :]
        file = self.folder / f"sauvegarde-{len(self.backups)}"
        file.unlink(missing_ok=True)
        self.laptop.workspace.backups.write(file)
        self.backups.append(Backup(file, tuple(self.dossiers), frozenset(self.withdrawn)))

    @rule(which=st.integers(0, MOST_BACKUPS - 1), again=st.sampled_from([None, 0, 2, 4]))
    def put_an_old_backup_back(self, which: int, again: int | None) -> None:
        """``again``: every dossier is then corrected once more, perhaps otherwise."""
        if not self.backups:
            self.back_up()
        backup = self.backups[which % len(self.backups)]
        self.laptop.workspace.close()
        bootstrap.restore(self.laptop.folder, backup.file, PASSPHRASE, cost=CHEAP)
        self.laptop.open()
        # A withdrawal that this forgets, and that never left, is forgotten for good.
        self.dossiers, self.withdrawn = list(backup.dossiers), set(backup.withdrawn)
        self.refused = {i for i in self.dossiers if self.is_refused_for_good(i)}
        self.wanted.clear()
        for interview_id in self.dossiers if again is not None else ():
            self.act(Deed("correct", interview_id, again or 0))

    def die(self, deed: Deed, steps: int) -> None:
        """Let a process do it and be killed; then open the profile that it left."""
        self.note_intent(deed)
        before = {i: self.laptop.interview(i) for i in self.dossiers}
        self.laptop.workspace.close()
        done = live_and_die(self.laptop.folder, deed, steps, self.world.mutant)
        self.laptop.open()
        self.nothing_saved_is_gone(deed, before)
        if done:
            self.note(deed)
        else:
            self.note_half(deed)
