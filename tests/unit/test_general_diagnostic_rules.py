"""The rules of the general diagnostic at work: what is asked of whom, and what they notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest

from consultant_app.assets import resource
from consultant_app.domain.answers import Value, YearRow
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.loading import load_questionnaire
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.rules import Inputs, Outcome, RuleSet
from tests import builders

PATH = resource("questionnaires", "diagnostic-general.yaml")
TODAY = date(2026, 6, 16)


@cache
def diagnostic() -> Questionnaire:
    return load_questionnaire(PATH.read_text(encoding="utf-8"), PATH.name)


@cache
def rule_set() -> RuleSet:
    return RuleSet(diagnostic())


def read(
    given: Mapping[str, Value] | None = None,
    *,
    staff: int | None = 8,
    created: int | None = 2010,
    activity: str | None = "FZ",
) -> Outcome:
    facts = CompanyFacts(staff=staff, departement="42", creation_year=created, activity=activity)
    return rule_set().evaluate(Inputs(facts, builders.answers(given or {}), TODAY))


def noticed(outcome: Outcome) -> set[str]:
    return {failure.check_id for failure in outcome.failures}


def sales(*turnovers: float, **last: float) -> list[YearRow]:
    """Yearly figures ending in 2025; ``last`` completes the last year."""
    first = 2026 - len(turnovers)
    rows: list[dict[str, Any]] = [
        {"year": first + rank, "months": 12, "turnover": turnover}
        for rank, turnover in enumerate(turnovers)
    ]
    rows[-1] |= last
    return list(rows)


#: For each check, answers that contradict each other (and, under "staff", a size that matters).
CONTRADICTIONS: dict[str, dict[str, Any]] = {
    "ca_negatif": {"exercices": sales(-10_000)},
    "ca_en_milliers": {"exercices": sales(612)},
    "ca_par_personne_enorme": {"exercices": sales(900_000_000)},
    "resultat_plus_grand_que_ca": {"exercices": sales(500_000, result=600_000)},
    "tresorerie_plus_grande_que_ca": {"exercices": sales(500_000, cash=5_000_000)},
    "anciennete_plus_longue_que_age": {"anciennete_dirigeant": 30},
    "anciennete_et_age_du_dirigeant": {
        "age_dirigeant": "moins_de_35",
        "anciennete_dirigeant": 18,
    },
    "createur_arrive_apres": {"origine_dirigeant": "createur", "anciennete_dirigeant": 3},
    "premier_client_nul": {"part_premier_client": 0, "exercices": sales(500_000)},
    "groupe_et_famille": {"independance": "groupe", "familiale": "oui"},
    "croissance_sans_prevision": {"exercices": sales(500_000, 650_000), "tresorerie": 0},
    "croissance_a_perte": {"exercices": sales(500_000, 650_000, result=-20_000)},
    "bond_sans_explication": {"exercices": sales(500_000, 900_000)},
    "chute_sans_explication": {"exercices": sales(900_000, 400_000)},
    "recul_senti_hausse_lue": {"phase": "recul", "exercices": sales(500_000, 550_000)},
    "envol_senti_baisse_lue": {"phase": "vol", "exercices": sales(550_000, 500_000)},
    "grandir_et_rester_petit": {"attitude": "sans_limite", "freins": ["rester_petit"]},
    "seul_et_equipe_comme_levier": {"staff": 0, "leviers": ["equipe"]},
    "frein_tresorerie_bien_tenue": {"freins": ["manque_de_tresorerie"], "tresorerie": 4},
    "frein_paiements_bien_tenus": {"freins": ["delais_de_paiement"], "paiements": 4},
    "frein_delegation_bien_tenue": {"freins": ["delegation"], "delegation": 4},
    "frein_isolement_bien_entoure": {"freins": ["isolement"], "entourage": 4},
    "frein_temps_bien_garde": {"freins": ["manque_de_temps"], "temps_strategie": 4},
    "frein_recrutement_bien_tenu": {"freins": ["personnel_qualifie"], "recrutement": 4},
    "client_dominant_sans_suite": {"part_premier_client": 60, "dependance": 1},
    "marges_sans_comptes": {"marges": 3, "comptes": 0},
    "prix_sans_marges": {"prix": 3, "marges": 0},
    "tableau_sans_comptes": {"tableau_de_bord": 3, "comptes": 0},
    "objectifs_sans_suivi": {"objectifs": 4, "tableau_de_bord": 1},
    "delegation_sans_roles": {"delegation": 3, "roles": 0},
    "delais_sans_planning": {"delais": 3, "planification": 0},
    "dirigeant_indispensable": {"competences": 4, "delegation": 0},
    "budget_sans_objectif": {"objectifs": 3, "budget": 0},
    "fonds_propres_negatifs": {"exercices": sales(500_000, equity=-9_000), "fonds_propres": 3},
    "decouvert_et_prevision": {"exercices": sales(500_000, cash=-9_000), "tresorerie": 3},
    "continuite_sans_relais": {"continuite": 3, "delegation": 0},
    "cap_sans_ambition": {"horizon": 3, "ambition": 0},
    "export_sans_theme": {"part_export": 25, "intention_export": "non"},
    "export_nul_mais_exporte": {"part_export": 0, "intention_export": "exporte"},
    "export_reel_non_dit": {"part_export": 5, "intention_export": "projet"},
    "donnees_sans_outils": {"donnees": 3, "logiciels": 0},
    "acces_revus_sauvegarde_absente": {"acces": 3, "sauvegardes": 0},
    "vente_en_ligne_sans_sauvegarde": {"numerique_client": 3, "sauvegardes": 1},
    "nouveautes_chiffrees_sans_projet": {"nouveautes": 3, "projets_innovation": 0},
    "marge_export_sans_pays": {
        "intention_export": "exporte",
        "resultat_export": 3,
        "choix_pays": 0,
    },
    "carbone_sans_flux": {"carbone": 2, "flux": 0},
    "engagements_sans_regles": {"achats_responsables": 3, "regles_environnement": 0},
    "croissance_sans_capacite": {"exercices": sales(500_000, 650_000), "absorption": 0},
    "ambition_sans_temps": {"ambition": 3, "temps_strategie": 0},
}


@pytest.mark.parametrize("check_id", [check.id for check in diagnostic().checks])
def test_a_contradiction_is_noticed(check_id: str) -> None:
    given = dict(CONTRADICTIONS[check_id])
    staff = given.pop("staff", 8)
    assert check_id in noticed(read(given, staff=staff))


def test_impossible_figures_stop_the_closing() -> None:
    critical = {failure.check_id for failure in read({"exercices": sales(-5)}).failures}
    assert "ca_negatif" in critical
    assert {check.id for check in diagnostic().checks if check.critical} == {
        "ca_negatif",
        "ca_en_milliers",
    }


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4])
def test_a_coherent_interview_raises_nothing(level: int) -> None:
    given: dict[str, Any] = dict.fromkeys(diagnostic().practices, level)
    given |= {
        "exercices": sales(480_000, 500_000, 520_000, result=40_000, equity=90_000, cash=30_000),
        "part_export": 5,
        "part_premier_client": 12,
        "intention_export": "exporte",
        "origine_dirigeant": "repreneur",
        "anciennete_dirigeant": 12,
        "age_dirigeant": "de_45_a_54",
        "discontinuite": "non",
        "phase": "stabilite",
        "attitude": "moderee",
        "freins": ["reglementation"],
        "leviers": ["fidelite"],
    }
    assert noticed(read(given)) == set()


def test_an_empty_interview_raises_nothing() -> None:
    assert noticed(read(staff=None, created=None, activity=None)) == set()


def test_nobody_working_alone_is_asked_about_staff() -> None:
    relevant = read({"intention_export": "exporte"}, staff=0).relevant
    hidden = {practice_id for practice_id in diagnostic().practices if not relevant[practice_id]}
    assert hidden == {"entretiens", "fidelisation"}
    assert not relevant["convention_collective"]


def test_everything_is_asked_when_the_size_is_not_known() -> None:
    relevant = read({"intention_export": "exporte"}, staff=None).relevant
    assert all(relevant[practice_id] for practice_id in diagnostic().practices)


def test_a_firm_that_does_not_export_skips_the_whole_theme() -> None:
    relevant = read({"intention_export": "non"}).relevant
    international = {practice.id for practice in diagnostic().theme("international").practices}
    assert not any(relevant[practice_id] for practice_id in international)
    assert all(relevant[p] for p in diagnostic().practices if p not in international)


@pytest.mark.parametrize(
    ("staff", "given", "activity", "expected"),
    [
        (0, {"nature": "services"}, None, {"solo", "services"}),
        (9, {"nature": "commerce"}, None, {"micro", "commerce"}),
        (10, {"nature": "production"}, "BE", set()),
        (30, {}, "JZ", {"services"}),
        (30, {"nature": "production"}, "JZ", set()),
        (None, {}, None, set()),
    ],
)
def test_words_follow_size_and_trade(
    staff: int | None, given: dict[str, Any], activity: str | None, expected: set[str]
) -> None:
    assert read(given, staff=staff, activity=activity).conditions == expected


def test_a_duty_binds_those_the_law_binds() -> None:
    assert "sante_securite" in read(staff=1).bound
    assert "sante_securite" not in read(staff=0).bound
    assert "fonds_propres" in read({"forme": "societe"}).bound
    assert "fonds_propres" not in read({"forme": "individuelle"}).bound
