"""Sending to the région: enrolment, exchange, withdrawal, and what has left, in words."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from consultant_app.domain import codes
from consultant_app.domain.errors import KnownError
from consultant_app.domain.interview import Interview
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.news import note_news
from consultant_app.services.outgoing import Outgoing
from consultant_app.services.packages import REGION, PackageInstaller
from consultant_app.services.pulse import LAST_SYNC, last_sync
from consultant_app.services.records import retract_record
from consultant_app.services.results import Results
from consultant_app.services.sent_lines import SendingStatus, lines_of
from consultant_app.services.sync_report import SyncReport
from consultant_app.services.workspace import Workspace
from consultant_app.sharing import push
from consultant_app.sharing.errors import SharingError
from consultant_app.sharing.push import Difference, Exchange, Patience, Report
from consultant_app.storage.enrolment import Enrolment, Enrolments


def hurried() -> Patience:
    """For whoever comes back later anyway: one more attempt, then the report says what is wrong."""
    return Patience(attempts=2)


class NotEnrolledError(KnownError):
    """This laptop has no place at a centre yet."""


class NoAgreementError(KnownError):
    """The dirigeant did not agree to sending."""


class NothingSentError(KnownError):
    """There is no record to take back."""


class Sending:
    """All that leaves this laptop goes through here. Calls may run on the network's thread."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        patience: Callable[[], Patience] = Patience,
    ) -> None:
        self._workspace = workspace
        self._enrolments = Enrolments(workspace.db)
        self._installer = PackageInstaller(workspace)
        self._patience = patience

    @property
    def enrolment(self) -> Enrolment | None:
        """This laptop's place at a centre, None before it has one."""
        return self._enrolments.get()

    def enrol(self, server: str, code: str, *, cancelled: Event | None = None) -> Enrolment:
        """Spend a one-time code; keeps the token and what the région says of itself.

        Once ``cancelled`` is set, nothing more is asked; a place that was given is kept all the same.
        """
        workspace = self._workspace
        secret = workspace.ids.random_bytes(push.TOKEN_BYTES)
        patience = self._patience()
        if cancelled is not None:
            patience.cancelled = cancelled
        place = push.enrol(server, code, secret, patience)
        enrolment = Enrolment(
            place.server, place.device_id, place.token, place.label, workspace.clock.now()
        )
        with workspace.db.transaction():
            self._enrolments.set(enrolment)
            region = place.region
            if not region.keys:
                region = region.model_copy(update={"keys": self._installer.keys()})
            workspace.settings.set(REGION, region.model_dump(mode="json"))
        return enrolment

    def sync(
        self,
        *,
        cancelled: Event | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> SyncReport:
        """Send what waits, compare, fetch packages.

        Never raises for what the network does: ``trouble`` then says it, and the report tells how
        far things came. `NotEnrolledError` before enrolment.
        """
        place = self._require_place()
        outgoing = Outgoing(self._workspace)
        report = SyncReport()
        with Exchange(
            place.server,
            place.token,
            outgoing,
            cancelled=cancelled,
            patience=self._patience(),
            progress=progress,
        ) as exchange:
            try:
                exchange.run()
                self._workspace.settings.set(LAST_SYNC, self._workspace.clock.now().isoformat())
                self._fetch_packages(exchange, report)
            except SharingError as error:
                report.trouble, report.reason = error.sentence, error.reason
            self._tell(report, exchange.report)
        return report

    def withdraw(self, id_or_prefix: str) -> Interview:
        """Take an interview's record back: the agreement is off, a retraction is queued."""
        workspace = self._workspace
        with workspace.db.transaction():
            interview = Dossiers(workspace).find(id_or_prefix)
            if interview.record_id is None:
                raise NothingSentError(
                    "Rien n’est parti de cet entretien\u202f: il n’y a rien à retirer."
                )
            retract_record(workspace, interview, "retirée à la demande du dirigeant")
            Outgoing(workspace).turn_off(interview.record_id)
        return workspace.interviews.get(interview.id)

    def withdraw_by_code(self, code: str) -> None:
        """Queue the retraction of every record with this follow-up code, whoever sent it."""
        canonical = codes.read_code(codes.FOLLOW_UP, code)
        workspace = self._workspace
        body = push.code_retraction(canonical)
        with workspace.db.transaction():
            # The row needs a name of its own; it says nothing of the code.
            workspace.outbox.add(
                workspace.ids.new(), 1, body, workspace.clock.now(), kind="retraction"
            )

    def preview(self, id_or_prefix: str, *, without_agreement: bool = False) -> bytes:
        """Return the exact bytes that leave; `NoAgreementError` without agreement, unless asked."""
        interview = Dossiers(self._workspace).find(id_or_prefix)
        given = interview.agreement is not None and interview.agreement.given
        if not given and not without_agreement:
            raise NoAgreementError(
                "Le dirigeant n’a pas donné son accord\u00a0: rien ne partirait. Ajoutez "
                "--without-agreement pour voir ce que serait la fiche."
            )
        return Results(self._workspace).sent_bytes(interview.id)

    def status(self) -> SendingStatus:
        """What has left, when, what waits, what was refused and why; latest first."""
        place = self.enrolment
        companies = {s.id: s.company for s in self._workspace.interviews.summaries()}
        entries = self._workspace.outbox.all()
        return SendingStatus(
            place.server if place else None,
            last_sync(self._workspace),
            tuple(lines_of(entries, companies)),
        )

    def send_again(self, *seqs: int) -> None:
        """Queue refused rows again, e.g. once the région says that it is mended."""
        with self._workspace.db.transaction():
            for seq in seqs:
                self._workspace.outbox.requeue(seq)

    def _require_place(self) -> Enrolment:
        place = self.enrolment
        if place is None:
            raise NotEnrolledError(
                "Cet ordinateur n’est pas encore raccordé à la région\u202f; demandez-lui un code."
            )
        return place

    def _fetch_packages(self, exchange: Exchange, report: SyncReport) -> None:
        self._installer.keep_region(exchange.region())
        for package_id, version, raw in exchange.packages(self._installer.versions()):
            try:
                report.packages.append(self._installer.install(raw))
            except KnownError as error:
                report.packages_refused.append(error.sentence)
                self._installer.note_refusal(package_id, version, error.sentence)

    def _tell(self, report: SyncReport, done: Report) -> None:
        report.sent, report.stored, report.already = done.sent, done.stored, done.already
        report.conflict, report.retracted = done.conflict, done.retracted
        report.retry, report.postponed = len(self._workspace.outbox.waiting()), done.retry
        by_hash = {entry.sha256: entry for entry in self._workspace.outbox.all()}
        for verdict in done.refused:
            entry = by_hash.get(verdict.sha256)
            name = (entry.interview_id or entry.record_id) if entry else verdict.sha256
            report.refused.append({"id": name, "reason": push.in_words(verdict)})
        report.difference = [self._difference(difference) for difference in done.difference]
        report.withdrawn_there = [
            self._note_withdrawn(line["id"])
            for line in report.difference
            if line["kind"] == "retracted_there"
        ]

    def _note_withdrawn(self, interview_id: str) -> str:
        names = {s.id: s.company for s in self._workspace.interviews.summaries()}
        whose = f" de «\u00a0{names[interview_id]}\u00a0»" if interview_id in names else ""
        told = f"La fiche{whose} a été retirée à la région\u00a0: l’accord est retiré ici aussi."
        note_news(self._workspace, told)
        return told

    def _difference(self, difference: Difference) -> dict[str, str]:
        interview_id = self._workspace.interviews.by_record(difference.record_id)
        return {"id": interview_id or difference.record_id, "kind": difference.kind}
