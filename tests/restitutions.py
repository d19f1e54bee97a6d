"""Varied firms whose restitution is composed in tests, and drawn to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, cached_property

from consultant_app.assets import resource
from consultant_app.domain.answers import Answer, Evidence, Missing, Value
from consultant_app.domain.catalogue import Catalogue
from consultant_app.domain.company import Company, CompanyFacts
from consultant_app.domain.diagnosis import Diagnosis, diagnose
from consultant_app.domain.interview import (
    Agreement,
    Extent,
    Interview,
    Occasion,
    PlanItem,
    Signature,
)
from consultant_app.domain.loading import load_catalogue, load_questionnaire
from consultant_app.domain.questionnaire import Questionnaire, Theme, importance_id, wish_id
from consultant_app.domain.references import PeerGroup, Quartiles
from consultant_app.domain.rules import RuleSet
from consultant_app.restitution.context import RestitutionContext, SentClasses
from consultant_app.restitution.model import Restitution, build

HELD = date(2026, 6, 16)
CODE = "7KQM2XHD9RTBV4NC6"
NSP, SO, REFUSED = Missing.DONT_KNOW, Missing.NOT_APPLICABLE, Missing.REFUSED


@dataclass(frozen=True)
class Case:
    """One firm, named by what it shows, with what its paper is made from."""

    name: str
    diagnosis: Diagnosis
    company: Company
    context: RestitutionContext

    @cached_property
    def restitution(self) -> Restitution:
        """The view model of its paper."""
        return build(self.diagnosis, self.company, self.context)


@cache
def general() -> Questionnaire:
    """The shipped questionnaire."""
    path = resource("questionnaires", "diagnostic-general.yaml")
    return load_questionnaire(path.read_text(encoding="utf-8"), path.name)


@cache
def rules() -> RuleSet:
    """Its rules, compiled once."""
    return RuleSet(general())


@cache
def actions() -> Catalogue:
    """The shipped catalogue of examples."""
    path = next(iter(sorted(resource("catalogues").glob("*.yaml"))))
    return load_catalogue(path.read_text(encoding="utf-8"), path.name, {general().id: general()})


Given = Mapping[str, Value | Missing | Answer]
Levels = Callable[[str, int], Value | Missing]


def everywhere(value: Value | Missing) -> Levels:
    """The same answer to every practice."""
    return lambda _, __: value


def pattern(*levels: Value | Missing) -> Levels:
    """Levels in turn, in questionnaire order: varied and always the same."""
    return lambda _, rank: levels[rank % len(levels)]


def year(closing: int, turnover: float | None, **more: float | None) -> dict[str, float | None]:
    """One row of the yearly series."""
    row: dict[str, float | None] = {"year": closing, "months": 12, "turnover": turnover, **more}
    return {name: value for name, value in row.items() if value is not None}


CARPENTER_YEARS = tuple(
    year(2021 + i, turnover, staff=staff, result=turnover * margin, equity=equity, cash=cash)
    for i, (turnover, staff, margin, equity, cash) in enumerate(
        (
            (612_000.0, 5.0, 0.10, 142_000.0, 96_000.0),
            (668_000.0, 5.5, 0.09, 158_000.0, 84_000.0),
            (790_000.0, 6.0, 0.075, 169_000.0, 61_000.0),
            (935_000.0, 7.0, 0.06, 176_000.0, 45_000.0),
            (1_094_000.0, 8.0, 0.048, 178_000.0, 28_000.0),
        )
    )
)
PROFILE: Given = {
    "nature": "production",
    "forme": "societe",
    "phase": "vol",
    "attitude": "moderee",
    "freins": ("personnel_qualifie", "manque_de_tresorerie", "manque_de_temps"),
    "leviers": ("equipe", "demande", "cooperation"),
    "discontinuite": "non",
}


def _answers(
    levels: Levels,
    given: Given,
    themes: Mapping[str, Levels],
    importance: Mapping[str, int] | None,
    wished: Iterable[str],
) -> dict[str, Answer]:
    raw: dict[str, Value | Missing | Answer] = {}
    for theme in general().themes:
        raw |= _theme(theme, themes.get(theme.id, levels))
        if importance is not None:
            raw[importance_id(theme.id)] = importance.get(theme.id, 2)
            raw[wish_id(theme.id)] = "oui" if theme.id in wished else "non"
    return {item_id: _answer(value) for item_id, value in {**raw, **PROFILE, **given}.items()}


def _theme(theme: Theme, levels: Levels) -> dict[str, Value | Missing | Answer]:
    start = sum(len(t.practices) for t in general().themes[: general().themes.index(theme)])
    found: dict[str, Value | Missing | Answer] = {}
    for rank, practice in enumerate(theme.practices):
        value = levels(practice.id, start + rank)
        evidence = Evidence.SEEN if (start + rank) % 3 else Evidence.DECLARED
        found[practice.id] = (
            Answer(missing=value)
            if isinstance(value, Missing)
            else Answer(value=value, evidence=evidence)
        )
    return found


def _answer(value: Value | Missing | Answer) -> Answer:
    if isinstance(value, Answer):
        return value
    return Answer(missing=value) if isinstance(value, Missing) else Answer(value=value)


IMPORTANCE = {
    "strategie": 3,
    "marketing": 2,
    "production": 3,
    "rh": 3,
    "finance": 3,
    "numerique": 1,
    "innovation": 1,
    "international": 0,
    "environnement": 2,
    "dirigeant": 2,
}
VARIED = pattern(2, 1, 3, 0, 2, 1, 4, 2, 1, 3, 2)


def interview(
    levels: Levels = VARIED,
    *,
    given: Given | None = None,
    themes: Mapping[str, Levels] | None = None,
    importance: Mapping[str, int] | None = IMPORTANCE,
    wished: Iterable[str] = ("finance", "rh"),
    facts: CompanyFacts | None = None,
    **changes: object,
) -> Interview:
    """An interview of the general diagnostic, every practice answered by ``levels``."""
    at = datetime(2026, 6, 16, 8, 0, tzinfo=UTC)
    made = Interview(
        id="entretien",
        company_id="entreprise",
        questionnaire_id=general().id,
        questionnaire_version=general().version,
        created_at=at,
        updated_at=at,
        held_on=HELD,
        facts=facts or CompanyFacts(naf="43.32A", staff=8, departement="42", creation_year=2008),
        answers=_answers(levels, given or {}, themes or {}, importance, wished),
        agreement=Agreement(given=True, on=HELD, text_version="1"),
        follow_up_code=CODE,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def read(made: Interview, catalogue: Catalogue | None = None) -> Diagnosis:
    """The diagnosis of an interview."""
    return diagnose(general(), rules(), made, catalogue or actions())


def company(name: str = "Menuiserie Exemple", **changes: object) -> Company:
    """A fictitious firm."""
    made = Company(
        id="entreprise",
        name=name,
        facts=CompanyFacts(naf="43.32A", staff=8, departement="42", creation_year=2008),
        commune="Saint-Exemple",
        dirigeant="Luc Exemple",
        dirigeant_role="gérant",
        fictitious=True,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def context(**changes: object) -> RestitutionContext:
    """A restitution held at the workshop, its record sent."""
    made = RestitutionContext(
        consultant="Anne Modèle",
        consultant_role="consultante",
        organisation="Cabinet Modèle",
        place="à l’atelier",
        territory="Loire",
        catalogue=actions(),
        sending="sent",
        sent=SentClasses(
            activity="construction",
            size="1 à 9 salariés",
            territory="Loire",
            age="10 à 24 ans",
            quarter="2e trimestre 2026",
        ),
        follow_up_code=CODE,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def case(
    name: str,
    made: Interview,
    *,
    firm: Company | None = None,
    about: RestitutionContext | None = None,
) -> Case:
    """A case of that interview."""
    return Case(name, read(made), firm or company(), about or context())


def series(*rows: Mapping[str, float | None]) -> Given:
    """The answer to the growth figures."""
    return {"exercices": tuple({k: v for k, v in row.items() if v is not None} for row in rows)}


def _peers() -> PeerGroup:
    spread = {
        theme.id: Quartiles(n=45, q1=0.9 + i % 3 / 4, median=1.5 + i % 3 / 4, q3=2.1 + i % 3 / 4)
        for i, theme in enumerate(general().themes)
        if theme.id != "international"
    }
    return PeerGroup("2026", "FZ", "1-9", 45, spread)


def _decided(made: Interview) -> Interview:
    proposed = [p.practice_id for p in read(made).proposal.priorities]
    dates = ("22 juin", "fin juillet", "1er octobre", "2026-12-15", "printemps 2027", "")
    people = ("Luc", "le chef d’atelier", "Luc", "Nadia", "", "")
    plan = tuple(
        PlanItem(p, kept=rank != 3, who=people[rank], when=dates[rank], comment=_comment(rank))
        for rank, p in enumerate(proposed)
    )
    return replace(
        made,
        plan=plan,
        plan_decided=True,
        signatures=(Signature("Luc Exemple", HELD), Signature("Anne Modèle", HELD)),
    )


def _comment(rank: int) -> str:
    return "avec l’expert-comptable, à la remise du bilan" if rank == 1 else ""


def _noted(made: Interview) -> tuple[Interview, tuple[str, ...]]:
    """Forty practices with a note, all chosen."""
    chosen = tuple(general().practices)[:40]
    notes = {
        p: replace(
            made.answers[p],
            note=f"On fait comme ça depuis {3 + i} ans ; ça tient, mais personne ne l'a écrit.",
        )
        for i, p in enumerate(chosen)
    }
    return replace(made, answers={**made.answers, **notes}), chosen


def _services(**changes: object) -> CompanyFacts:
    return replace(
        CompanyFacts(naf="62.01Z", staff=3, departement="69", creation_year=2024),
        **changes,  # type: ignore[arg-type]
    )


SO_EXPORT: dict[str, Levels] = {"international": everywhere(SO)}
CARPENTER = series(*CARPENTER_YEARS)


@cache
def varied_cases() -> tuple[Case, ...]:
    """At least twenty firms: the ones the paper must hold for."""
    return (*_firms(), *_limits(), *_editions())


def _firms() -> tuple[Case, ...]:
    craft = interview(given=CARPENTER, themes=SO_EXPORT)
    return (
        case("artisan", craft),
        case(
            "artisan décidé",
            _decided(craft),
            about=context(peers=_peers(), peers_activity="construction"),
        ),
        case(
            "services",
            interview(
                pattern(3, 2, 2, 1, 4, 2, 0),
                given={**CARPENTER, "nature": "services"},
                facts=_services(),
            ),
            firm=company("Atelier Numérique Fictif", facts=_services()),
            about=context(place="dans vos bureaux", territory="Rhône et métropole de Lyon"),
        ),
        case(
            "industrie de 120 personnes",
            interview(
                pattern(3, 4, 2, 3, 3, 4, 2, 3),
                given=series(
                    *(
                        year(2022 + i, v, staff=s, result=v * 0.08, equity=v * 0.4, cash=v * 0.1)
                        for i, (v, s) in enumerate(
                            ((21e6, 108.0), (22.4e6, 112.0), (23.1e6, 115.0), (23.9e6, 120.0))
                        )
                    )
                ),
                facts=CompanyFacts(naf="25.62B", staff=120, departement="74", creation_year=1971),
            ),
            firm=company("Décolletage Exemple SA", commune="Exempleville"),
            about=context(
                territory="Haute-Savoie", peers=replace(_peers(), activity=None, size="50-249")
            ),
        ),
        case(
            "exportateur",
            interview(
                pattern(2, 3, 1),
                given={**CARPENTER, "intention_export": "oui", "part_export": 40},
                themes={"international": pattern(3, 2, 4)},
                importance={**IMPORTANCE, "international": 3},
                wished=("international",),
            ),
        ),
        case(
            "seul, sans salarié",
            interview(
                pattern(1, 0, 2),
                given={"nature": "services", **series(year(2025, 38_000.0, result=9_000.0))},
                facts=_services(staff=0),
                themes={**SO_EXPORT, "rh": everywhere(SO)},
            ),
            firm=company("Graphiste Exemple", dirigeant="Éloïse Fictive", dirigeant_role=""),
        ),
        case(
            "en recul",
            interview(
                pattern(1, 2),
                given={
                    **series(
                        year(
                            2022,
                            900_000.0,
                            staff=12.0,
                            result=40_000.0,
                            cash=20_000.0,
                            equity=9_000.0,
                        ),
                        year(
                            2023,
                            820_000.0,
                            staff=11.0,
                            result=-8_000.0,
                            cash=4_000.0,
                            equity=1_000.0,
                        ),
                        year(
                            2024,
                            700_000.0,
                            staff=9.0,
                            result=-30_000.0,
                            cash=-15_000.0,
                            equity=-29_000.0,
                        ),
                        year(
                            2025,
                            640_000.0,
                            staff=8.0,
                            result=-21_000.0,
                            cash=-32_000.0,
                            equity=-50_000.0,
                        ),
                    ),
                    "phase": "recul",
                },
            ),
        ),
    )


def _limits() -> tuple[Case, ...]:
    nothing = dict.fromkeys(("phase", "attitude", "freins", "leviers"), NSP)
    return (
        case("tout à vérifier", interview(everywhere(NSP), given=nothing, importance=None)),
        case("tout refusé", interview(everywhere(REFUSED), given=nothing)),
        case("tout en haut", interview(everywhere(4), given=CARPENTER)),
        case("tout en bas", interview(everywhere(0), given=CARPENTER)),
        case("un thème sans objet", interview(given=CARPENTER, themes=SO_EXPORT)),
        case("un seul exercice", interview(given=series(CARPENTER_YEARS[-1]))),
        case("sans chiffres", interview(given={"exercices": NSP})),
        case(
            "premier exercice de quinze mois",
            interview(
                given={
                    **series(
                        {**CARPENTER_YEARS[0], "months": 15},
                        CARPENTER_YEARS[1],
                        {**CARPENTER_YEARS[3], "cash": None},
                        CARPENTER_YEARS[4],
                    ),
                    "discontinuite": "oui",
                }
            ),
        ),
        case(
            "nom de soixante caractères",
            interview(given=CARPENTER),
            firm=company("Société Fictive d’Agencement et de Menuiserie des Trois Lacs"),
        ),
        case(
            "accents",
            interview(given=CARPENTER),
            firm=company(
                "L’Œuvre de Noël & Fils – Façades à l’Ancienne",
                commune="Sainte-Ève-lès-Forêts",
                dirigeant="Zoë Ångström-Façonnier",
                dirigeant_role="présidente",
            ),
        ),
        case(
            "demi-réponses",
            interview(
                pattern(NSP, 2, NSP, 3, REFUSED, 1, NSP, SO),
                given=CARPENTER,
                importance={t: i % 4 for i, t in enumerate(IMPORTANCE)},
            ),
        ),
        case(
            "tout essentiel",
            interview(
                pattern(1, 2, 1, 3),
                given=CARPENTER,
                importance=dict.fromkeys(IMPORTANCE, 3),
                wished=tuple(IMPORTANCE),
            ),
        ),
        case("une seule priorité", interview(everywhere(4), given={**CARPENTER, "tresorerie": 2})),
    )


def _editions() -> tuple[Case, ...]:
    craft = interview(given=CARPENTER, themes=SO_EXPORT)
    noted, chosen = _noted(craft)
    short = interview(
        given=CARPENTER, extent=Extent.SHORT, deepened=frozenset({"finance"}), themes=SO_EXPORT
    )
    decided = _decided(craft)
    return (
        case("quarante verbatims", noted, about=context(verbatims=chosen)),
        case("deux pages", decided, about=context(edition="short")),
        case("entretien court", short),
        case(
            "projet sans accord",
            replace(craft, agreement=None, follow_up_code=None),
            firm=company(dirigeant="", dirigeant_role="", commune="", fictitious=False),
            about=RestitutionContext(draft=True, catalogue=actions()),
        ),
        case(
            "envoi refusé",
            replace(craft, agreement=Agreement(given=False, on=HELD, text_version="1")),
            about=context(sending="refused", follow_up_code=""),
        ),
        _follow_up(decided),
    )


def _follow_up(before: Interview) -> Case:
    kept = tuple(item for item in before.plan if item.kept)
    outcomes = ("done", "started", "dropped", "")
    raised = {
        item.practice_id: replace(before.answers[item.practice_id], value=3) for item in kept[:3]
    }
    lowered = {"comptes": Answer(value=1), "veille": Answer(value=2)}
    today = replace(
        before,
        id="suivi",
        held_on=date(2027, 7, 1),
        occasion=Occasion.FOLLOW_UP,
        previous_id=before.id,
        answers={**before.answers, **raised, **lowered},
        plan=(),
        plan_decided=False,
        signatures=(),
        followed=tuple(replace(item, outcome=outcomes[i % 4]) for i, item in enumerate(kept)),
    )
    return Case("suivi", read(today), company(), context(previous=read(before)))
