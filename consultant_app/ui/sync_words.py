"""How sending stands, as people say it: in a word for the bar, in a sentence for its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consultant_app.domain.typography import capital, counted, french, plural

if TYPE_CHECKING:
    from consultant_app.services.sync_report import SyncReport
    from consultant_app.ui.syncing import SyncState

PAGE = "Ce qui est parti"
BROKEN = "Le programme a buté sur cet envoi\u202f; ce qui attend attend toujours."


def in_a_word(state: SyncState) -> str:
    """For the bar: discreet, and never a reproach."""
    pulse = state.pulse
    if state.is_running:
        return "Envoi en cours…"
    if pulse.refused:
        return f"{pulse.refused} {plural(pulse.refused, 'envoi')} à revoir"
    if pulse.waiting:
        return f"{pulse.waiting} {plural(pulse.waiting, 'envoi')} en attente"
    return "Tout est transmis" if pulse.settled else PAGE


def sentence(state: SyncState) -> str:
    """For the page: where things stand."""
    pulse = state.pulse
    if state.is_running:
        if not state.total:
            return "Échange avec la région…"
        return f"Envoi en cours\u00a0: {state.sent} sur {state.total}."
    if pulse.refused:
        noun = "envoi a été mis de côté"
        return _one(pulse.refused, noun, "envois ont été mis de côté")
    if pulse.waiting:
        if not pulse.enrolled:
            return _one(pulse.waiting, "envoi attend", "envois attendent")
        noun = "envoi attend le réseau"
        return _one(pulse.waiting, noun, "envois attendent le réseau")
    return "Tout est transmis." if pulse.settled else "Rien n’est encore parti."


def told(report: SyncReport) -> str:
    """What an exchange asked for by hand has done."""
    parts = []
    arrived = report.stored + report.already
    if arrived:
        noun = "fiche est arrivée à la région"
        parts.append(_one(arrived, noun, "fiches sont arrivées à la région", feminine=True))
    if report.retracted:
        parts.append(
            _one(report.retracted, "fiche est retirée", "fiches sont retirées", feminine=True)
        )
    if report.refused:
        noun = "envoi est mis de côté, avec la raison"
        parts.append(_one(len(report.refused), noun, "envois sont mis de côté, avec leur raison"))
    parts += report.differences
    if report.trouble:
        parts.append(report.trouble)
    if report.retry:
        parts.append(_one(report.retry, "envoi attend encore", "envois attendent encore"))
    return french(" ".join(parts)) or "Rien n’attendait\u00a0: la région a déjà tout."


def _one(count: int, noun: str, many: str, *, feminine: bool = False) -> str:
    return capital(f"{counted(count, noun, many, feminine=feminine)}.")
