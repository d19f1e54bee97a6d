"""The detachable sheet: nameless, what left and what never does, the code, the rights."""

from __future__ import annotations

from consultant_app.domain.codes import show_code
from consultant_app.domain.typography import date_long, quarter
from consultant_app.restitution.model import Rich, Sheet, SheetRow
from consultant_app.restitution.phrases import bold, paragraph, rich, text
from consultant_app.restitution.reading import Reading
from consultant_app.restitution.section_front import SHEET


def sheet(reading: Reading) -> Sheet:
    """The last page, which the dirigeant keeps apart."""
    code = reading.context.follow_up_code if _leaves(reading) else ""
    return Sheet(
        anchor=SHEET,
        title="Votre feuille à garder",
        lede=paragraph(_lede(reading, code)),
        cut="à détacher",
        code_label="Votre code de suivi" if code else "",
        code=printed_code(code),
        qr=code,
        qr_alt=text(f"Le code de suivi {printed_code(code)}, à lire avec un téléphone")
        if code
        else "",
        code_text=_code_text(reading, code),
        columns=("", _sent_head(reading), "Ce qui ne part jamais"),
        rows=_rows(reading),
        rights_title="Vos droits",
        rights=_rights(reading, code),
        write_in="" if reading.context.officer else text("Délégué à la protection des données :"),
    )


def _leaves(reading: Reading) -> bool:
    return reading.context.sending in ("waiting", "sent", "unanswered")


def printed_code(code: str) -> str:
    """The code in groups of four, its check sign apart: « 7KQM 2XHD 9RTB V4NC – 6 »."""
    groups = show_code(code).split("-") if code else []
    if len(groups) > 1 and len(groups[-1]) < 4:
        return f"{chr(0xA0).join(groups[:-1])}\u00a0–\u00a0{groups[-1]}"
    return "\u00a0".join(groups)


def _lede(reading: Reading, code: str) -> str:
    if reading.context.sending == "refused":
        return (
            "Vous n’avez pas accepté l’envoi : rien n’a quitté l’ordinateur où l’entretien a été "
            "noté. Cela ne change rien pour vous."
        )
    if reading.context.sending == "withdrawn":
        return (
            "Vous avez retiré votre envoi : il n’est plus utilisé. Cela ne change rien pour vous."
        )
    if reading.context.sending == "unanswered":
        return "Rien ne part sans votre accord. Voici ce qui partirait, et ce qui ne part jamais."
    said = "À détacher et à ranger avec vos papiers. Elle ne porte aucun nom"
    return f"{said} : trouvée seule, elle ne dit pas à qui est le code." if code else f"{said}."


def _code_text(reading: Reading, code: str) -> tuple[Rich, ...]:
    if code:
        return (
            rich(
                "Il sert à ",
                bold("retirer votre envoi"),
                ", quand vous voulez et sans dire pourquoi, auprès de tout consultant du programme "
                "ou de la région ; et à ",
                bold("relier un second diagnostic"),
                " à celui-ci. Gardez-le bien : personne ne peut le retrouver pour vous.",
            ),
        )
    if reading.context.sending in ("waiting", "sent"):
        return (
            rich(
                "Vous n’avez pas demandé de code de suivi : l’envoi ne pourra être ni relié à un second "
                "diagnostic, ni retrouvé pour être retiré."
            ),
        )
    return ()


def _sent_head(reading: Reading) -> str:
    heads = {
        "sent": "Ce qui est transmis",
        "waiting": "Ce qui est transmis",
        "unanswered": "Ce qui partirait",
        "refused": "Ce qui a été transmis",
        "withdrawn": "Ce qui a été retiré",
    }
    return heads[reading.context.sending]


def _rows(reading: Reading) -> tuple[SheetRow, ...]:
    sent, day = reading.context.sent, reading.diagnosis.interview.held_on
    rows = (
        (
            "Activité",
            sent.activity or "une famille d’activité sur dix",
            "le code d’activité détaillé",
        ),
        ("Taille", sent.size or "une tranche d’effectif", "l’effectif exact"),
        (
            "Territoire",
            sent.territory or "le département, ou la région dès 50 salariés",
            "la commune, l’adresse",
        ),
        ("Âge", sent.age or "une tranche d’âge", "l’année de création, la forme juridique"),
        ("Moment", sent.quarter or quarter(day), "la date de l’entretien"),
        (
            "Croissance",
            sent.growth or "le type de croissance, le moment et l’ambition",
            "le chiffre d’affaires, la marge, les fonds propres, la trésorerie",
        ),
        (
            "Réponses",
            "la marche de chaque pratique, vue ou déclarée ; l’importance et le souhait par thème",
            "vos phrases, les notes",
        ),
        (
            "Suites",
            "les priorités et les actions gardées, vos freins, vos leviers",
            "le plan d’action, les dates, qui fait quoi",
        ),
        (
            "Entretien",
            sent.duration or "durée par tranche, fiabilité sur trois",
            "le nom du consultant ou de la consultante",
        ),
        ("Identité", "rien", "votre nom, celui de l’entreprise, le SIREN"),
    )
    nothing = reading.context.sending == "refused"
    return tuple(
        SheetRow(label, text("rien" if nothing else gone), text(never))
        for label, gone, never in rows
    )


def _rights(reading: Reading, code: str) -> tuple[Rich, ...]:
    said = [_agreement(reading)]
    if code:
        said.append(
            "Avec le code, vous pouvez consulter, corriger ou retirer l’envoi, ou vous opposer à son "
            "usage."
        )
    if reading.context.sending not in ("refused", "withdrawn"):
        said.append(
            "Un tableau publié porte toujours sur cinq entreprises au moins ; une fois publié, il ne "
            "peut pas être rappelé. L’envoi est gardé jusqu’à la fin du programme, puis trois ans."
        )
    said.append(
        "Le dossier, lui, reste sur l’ordinateur du consultant : vous pouvez demander à le voir, à le "
        "corriger ou à l’effacer."
    )
    if reading.context.controller:
        said.append(f"Responsable du traitement : {reading.context.controller}.")
    if reading.context.officer:
        said.append(f"Délégué à la protection des données : {reading.context.officer}.")
    said.append("Réclamation : cnil.fr")
    return tuple(rich(paragraph(words)) for words in said if words)


def _agreement(reading: Reading) -> str:
    agreement = reading.diagnosis.interview.agreement
    if agreement is None:
        return "L’accord pour l’envoi n’a pas encore été demandé. L’accepter ou non ne change rien aux aides."
    verb = "accepté" if agreement.given else "refusé"
    version = agreement.text_version
    about = f" (texte d’information, version {version})" if version else ""
    return (
        f"Vous avez {verb} l’envoi le {date_long(agreement.on)}{about}. Accepter ou refuser ne change "
        "rien aux aides."
    )
