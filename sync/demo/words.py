"""What the demonstration says, in plain French."""

from __future__ import annotations

from collections.abc import Iterator

from sync.demo.circle import Circle, spaced
from sync.demo.programs import Dossier
from sync.server.devices import DeviceLine

WELCOME = (
    "Démonstration de Diagnostic PME, des deux côtés\u00a0: un poste de consultant et la région.\n"
    "Tout est inventé, dans un dossier provisoire\u202f; vos propres dossiers ne sont pas touchés."
)
NO_DISPLAY = (
    "Pas d’écran ici\u00a0: pour voir aussi la fenêtre, relancez «\u00a0make demo\u00a0» dans une session "
    "graphique, ou «\u00a0xvfb-run -a make demo\u00a0»."
)
NO_WINDOW = (
    "La fenêtre n’a pas pu rester ouverte\u202f; voyez ce qu’elle dit plus haut, ou lancez "
    "«\u00a0make run\u00a0»."
)
STOP_WITH_WINDOW = "Fermez la fenêtre (ou Ctrl+C ici) pour tout arrêter."
STOP_WITHOUT_WINDOW = "Ctrl+C pour tout arrêter."
STOPPING = "Tout s’arrête…"
STOPPED = "C’est arrêté, et le dossier provisoire est effacé."


def sent(circle: Circle) -> Iterator[str]:
    """What left the laptop, dossier by dossier."""
    yield "Ce qui est parti du poste"
    width = max((len(d.company) for d in circle.dossiers), default=0)
    for dossier in circle.dossiers:
        yield f"  {dossier.company:<{width}}  {_standing(dossier)}"
    interviews = counted(len(circle.dossiers), "entretien", "entretiens")
    companies = counted(circle.laptop.companies, "entreprise fictive", "entreprises fictives")
    yield f"  {companies}, {interviews}\u00a0: {_records(circle.report['sent'])} à envoyer."


def _standing(dossier: Dossier) -> str:
    if dossier.state != "closed":
        return "entretien en cours\u00a0: rien ne part"
    if not dossier.agreed:
        return "clos, sans accord du dirigeant\u00a0: rien ne part"
    return {
        "acknowledged": "clos, avec accord\u00a0: fiche arrivée à la région",
        "waiting": "clos, avec accord\u00a0: fiche en attente",
        "refused": "clos, avec accord\u00a0: fiche mise de côté par la région",
    }.get(dossier.sync, "clos, avec accord")


def arrived(circle: Circle) -> Iterator[str]:
    """What the centre holds, device by device, and whether both sides agree."""
    held = circle.held
    yield "Ce qui est arrivé à la région"
    for device in held.devices:
        yield f"  {device.label}\u00a0: {_delivered(device)}."
    yield f"  Dans sa base\u00a0: {_records(held.received)} du poste, {spaced(held.simulated)} simulées."
    difference = circle.report["difference"]
    if difference:
        yield f"  Les deux côtés ne sont pas d’accord sur {_records(len(difference))}."
    else:
        yield "  Les deux côtés ont comparé leurs fiches, empreinte par empreinte\u00a0: aucune différence."
    yield (
        "  Les fiches simulées sont entrées les premières (la région refuse d’en mêler à celles "
        "d’un poste)\u202f;\n  les campagnes publiées, gelées avant l’envoi, ne comptent qu’elles."
    )


def _delivered(device: DeviceLine) -> str:
    aside = f", {spaced(device.set_aside)} mise(s) de côté" if device.set_aside else ""
    return f"{_records(device.sent)}{aside}"


def to_see(circle: Circle) -> Iterator[str]:
    """Where the pages are, and who may open them."""
    first, *others = circle.pages.accounts
    campaigns = " et ".join(circle.pages.campaigns)
    yield "Ce qui se voit"
    yield f"  Les pages de la région\u00a0: {circle.address}/"
    yield f"  Compte «\u00a0{first}\u00a0», mot de passe «\u00a0{circle.pages.password}\u00a0»"
    yield f"  (il vaut aussi pour {_listed(others)})\u202f; campagnes simulées {campaigns}."
    yield (
        f"  Ce qui est arrivé du poste ({_records(circle.held.received)}) se voit dans "
        "«\u00a0Collecte\u00a0», par l’administration."
    )


def _listed(names: list[str]) -> str:
    *head, last = (f"«\u00a0{name}\u00a0»" for name in names)
    return f"{', '.join(head)} et {last}" if head else last


def _records(count: int) -> str:
    return counted(count, "fiche", "fiches")


def counted(count: int, one: str, many: str) -> str:
    """A count and its noun, in the singular below two."""
    return f"{spaced(count)} {one if count < 2 else many}"
