"""What a record says, in words, beside what the dossier holds: shown before anything leaves."""

from __future__ import annotations

from dataclasses import dataclass

from consultant_app.domain.company import Company
from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.domain.growth import GrowthType
from consultant_app.domain.interview import State
from consultant_app.domain.nomenclatures import Nomenclatures
from consultant_app.domain.typography import french, raised
from consultant_app.sharing.formats import Record

SIZES = {
    "0": "sans salarié",
    "1-9": "1 à 9 salariés",
    "10-49": "10 à 49 salariés",
    "50-249": "50 à 249 salariés",
    "250+": "250 salariés et plus",
}
AGES = {
    "<3": "moins de 3 ans",
    "3-9": "3 à 9 ans",
    "10-24": "10 à 24 ans",
    ">=25": "25 ans et plus",
}
DURATIONS = {
    "<45": "moins de 45 min",
    "45-74": "45 à 74 min",
    "75-104": "75 à 104 min",
    ">=105": "105 min et plus",
}
GROWTH = {
    GrowthType.HYPER: "hyper-croissance",
    GrowthType.STRONG_CONTINUOUS: "forte, continue",
    GrowthType.STRONG_DISCONTINUOUS: "forte, par à-coups",
    GrowthType.REBOUND: "rebond",
    GrowthType.DECLINE: "recul",
    GrowthType.MODERATE: "modérée",
    GrowthType.STABLE: "stable",
    GrowthType.TOO_SHORT: "série trop courte",
}
_MISSING = {
    "nsp": "ne sait pas",
    "so": "sans objet",
    "refused": "ne souhaite pas répondre",
    "not_asked": "non posée",
    "hidden": "ne vous concerne pas",
    "unanswered": "sans réponse",
}
_NOTHING = "rien"


@dataclass(frozen=True, slots=True)
class SentRow:
    """One line: what stays here, what would leave (« rien » when nothing does)."""

    section: str
    label: str
    here: str
    sent: str


@dataclass(frozen=True, slots=True)
class SentPractice:
    """One practice as it would leave."""

    code: str
    title: str
    sent: str


class RecordWords:
    """Puts a record into words for the people it speaks of."""

    def __init__(
        self, record: Record, diagnosis: Diagnosis, company: Company, nomenclatures: Nomenclatures
    ) -> None:
        self._record, self._diagnosis, self._company = record, diagnosis, company
        self._names = nomenclatures

    @property
    def activity(self) -> str:
        """The activity group in words, "" when it is not sent."""
        return self._names.group_label(self._record.activity, self._record.nomenclature) or ""

    @property
    def size(self) -> str:
        """The size class in words."""
        return SIZES.get(self._record.size or "", "")

    @property
    def territory(self) -> str:
        """The territory in words."""
        code = self._record.territory
        if code == "ARA":
            return self._names.territory.region
        if code == "HR":
            return self._names.territory.outside
        return self._names.departement_name(code) or ""

    @property
    def age(self) -> str:
        """The firm's age class in words."""
        return AGES.get(self._record.age or "", "")

    @property
    def quarter(self) -> str:
        """The quarter in words: « 3e trimestre 2026 »."""
        year, number = self._record.quarter.split("Q")
        return f"{'1er' if number == '1' else f'{number}e'} trimestre {year}"

    @property
    def duration(self) -> str:
        """The duration class in words."""
        return DURATIONS.get(self._record.duration or "", "")

    @property
    def growth(self) -> str:
        """Growth type, phase and attitude in words."""
        growth = self._record.growth
        block = self._diagnosis.questionnaire.growth
        parts = [GROWTH[GrowthType(growth.type)]] if growth.type else []
        if growth.phase and block and block.phase:
            parts.append(f"moment « {self._label(block.phase, growth.phase)} »")
        if growth.attitude and block and block.attitude:
            parts.append(self._label(block.attitude, growth.attitude))
        return french(" ; ".join(parts))

    def rows(self) -> list[SentRow]:
        """Every line of « Ce qui part », in order."""
        return [*self._company_rows(), *self._answer_rows(), *self._interview_rows()]

    def practices(self) -> list[SentPractice]:
        """Every practice with what would leave of it, in words."""
        questionnaire = self._diagnosis.questionnaire
        found = []
        for practice_id, placed in self._record.practices.items():
            item = questionnaire.items[practice_id]
            if placed.level is None:
                sent = _MISSING[placed.missing or "unanswered"]
            else:
                evidence = {"seen": ", constaté", "declared": ", déclaré"}
                name = questionnaire.scale.name_of(placed.level)
                sent = name + evidence.get(placed.evidence or "", "")
            found.append(SentPractice(item.code, item.title, sent))
        return found

    def _company_rows(self) -> list[SentRow]:
        facts, company = self._diagnosis.interview.facts, self._company
        activity = ", ".join(part for part in (company.activity_label, facts.naf) if part)
        staff = "" if facts.staff is None else _count(facts.staff, "salarié")
        founded = f"créée en {facts.creation_year}" if facts.creation_year else ""
        figures = "vos chiffres par exercice" if self._diagnosis.growth else ""
        rows = (
            ("Activité", activity, self.activity),
            ("Effectif", staff, self.size),
            ("Lieu", company.commune, self.territory),
            ("Âge", founded, self.age),
            ("Croissance", figures, self.growth),
        )
        return [_row("Votre entreprise", *row) for row in rows]

    def _answer_rows(self) -> list[SentRow]:
        record = self._record
        placed = [p for p in record.practices.values() if p.level is not None]
        without = len(record.practices) - len(placed)
        actions = len(record.actions)
        rows = (
            (
                "Pratiques",
                "vos réponses, avec vos explications",
                f"{_count(len(placed), 'niveau', 'niveaux')}, {without} sans niveau",
            ),
            ("Origine", "ce que nous avons regardé", "constaté ou déclaré" if placed else ""),
            (
                "Importance, souhait",
                _count(len(record.themes), "thème"),
                "les mêmes, de 0 à 3" if record.themes else "",
            ),
            ("Priorités retenues", *self._priorities()),
            (
                "Actions retenues",
                f"{actions}, avec vos commentaires",
                f"{_count(actions, 'action')} du catalogue" if actions else "",
            ),
            (
                "Freins et leviers",
                f"{len(record.brakes)} et {len(record.levers)}",
                "les mêmes, choisis dans une liste" if record.brakes or record.levers else "",
            ),
        )
        return [_row("Vos réponses", *row) for row in rows]

    def _priorities(self) -> tuple[str, str]:
        """What stays and what leaves of the priorities; a proposal is nobody's need yet."""
        interview = self._diagnosis.interview
        if not interview.plan_decided:
            proposed = sum(item.kept for item in self._diagnosis.plan)
            if interview.state is State.CLOSED or not proposed:
                return "aucune", ""
            return f"{_count(proposed, 'proposée')}, à décider à l’étape « Résultat »", ""
        kept = len(self._record.needs)
        sent = f"{_count(kept, 'besoin')}, sans qui ni quand" if kept else ""
        return f"{kept}, avec qui et quand", sent

    def _interview_rows(self) -> list[SentRow]:
        record, interview = self._record, self._diagnosis.interview
        occasion = "premier" if record.occasion == "first" else "de suivi"
        extent = "complet" if record.extent == "full" else "court"
        minutes = round(interview.conditions.active_seconds / 60)
        length = f", {minutes} min" if minutes else ""
        sent_length = f", {self.duration}" if self.duration else ""
        marks = "un numéro au hasard, les versions"
        if record.follow_up:
            marks = f"l’empreinte du code de suivi, {marks}"
        rows = (
            ("Date", f"{interview.held_on:%d/%m/%Y}", raised(self.quarter)),
            ("Forme", f"{occasion}, {extent}{length}", f"{occasion}, {extent}{sent_length}"),
            (
                "Fiabilité",
                "estimée par le consultant",
                f"{record.confidence} sur 3" if record.confidence else "",
            ),
            ("Repères", "code de suivi" if record.follow_up else "", marks),
        )
        return [_row("L’entretien", *row) for row in rows]

    def _label(self, item_id: str, code: str) -> str:
        question = self._diagnosis.questionnaire.items[item_id].question
        choices = question.choices if question else ()
        label = next((c.label for c in choices if c.code == code), code)
        return label[:1].lower() + label[1:]


def _row(section: str, label: str, here: str, sent: str) -> SentRow:
    return SentRow(
        section, french(label), french(here or "non renseigné"), french(sent or _NOTHING)
    )


def _count(count: int, noun: str, several: str = "") -> str:
    """« 1 besoin », « 2 besoins »: in French the plural begins at two."""
    return f"{count} {noun if count < 2 else several or noun + 's'}"
