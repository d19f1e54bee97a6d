"""The example catalogue as shipped: marked, without prices, and useful for every practice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

import pytest

from consultant_app.assets import resource
from consultant_app.domain.answers import Value
from consultant_app.domain.catalogue import Catalogue
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.eligibility import eligibility
from consultant_app.domain.loading import check_catalogue, load_catalogue, load_questionnaire
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.rules import Inputs, RuleSet
from consultant_app.domain.typography import french
from tests.builders import answers

PATH = resource("catalogues", "actions-exemples.yaml")
GENERAL = resource("questionnaires", "diagnostic-general.yaml")


@cache
def diagnostic() -> Questionnaire:
    return load_questionnaire(GENERAL.read_text(encoding="utf-8"), GENERAL.name)


@cache
def catalogue() -> Catalogue:
    known = {diagnostic().id: diagnostic()}
    return load_catalogue(PATH.read_text(encoding="utf-8"), PATH.name, known)


def texts() -> Iterator[tuple[str, str]]:
    yield "title", catalogue().title
    for a in catalogue().actions:
        fields = (a.title, a.promise, a.description, a.holder, a.contact, a.kind, a.cost)
        yield from ((a.id, t) for t in (*fields, a.duration, a.eligibility, *a.objectives))


def test_it_has_no_fault() -> None:
    text = PATH.read_text(encoding="utf-8")
    assert check_catalogue(text, PATH.name, {diagnostic().id: diagnostic()}) == []


def test_about_twenty_actions_all_marked_as_examples() -> None:
    assert 18 <= len(catalogue().actions) <= 25
    assert all(action.example for action in catalogue().actions)
    assert catalogue().questionnaires == ("diagnostic-general",)


def test_no_price_no_holder_is_invented() -> None:
    for action in catalogue().actions:
        assert action.cost == "à préciser par le porteur", action.id
        assert action.holder == "à désigner par la région", action.id
    assert [t for _, t in texts() if re.search(r"€|euros?\b|gratuit|\bTTC\b|@|www", t)] == []


def test_every_practice_has_an_action_that_answers_most_of_it() -> None:
    best: dict[str, float] = {}
    for action in catalogue().actions:
        for practice, share in action.covers.items():
            best[practice] = max(share, best.get(practice, 0))
    assert set(best) == set(diagnostic().practices)
    assert {p: share for p, share in best.items() if share < 0.6} == {}


def test_earlier_actions_come_first_and_never_loop() -> None:
    done: set[str] = set()
    for action in catalogue().actions:
        assert set(action.after) <= done, action.id
        done.add(action.id)


def eligible_actions(facts: CompanyFacts, given: Mapping[str, Value]) -> set[str]:
    """Ids of the actions that a firm may take."""
    inputs = Inputs(facts, answers(given), date(2026, 6, 16))
    may_take = eligibility(diagnostic(), inputs, RuleSet(diagnostic()).evaluate(inputs))
    return {a.id for a in catalogue().actions if may_take(a)}


OPEN_TO_ALL = {
    *("cap_trois_ans", "recruter_accueillir", "ecouter_clients", "numerique_sur"),
    *("innover_pas_a_pas", "eco_performance"),
}
FOR_MORE_THAN_ONE = {
    *("cinq_chiffres", "equipe_competences", "vie_au_travail", "qualite_achats"),
    *("outils_relies", "engagements"),
}


def test_someone_alone_is_offered_nothing_about_a_team() -> None:
    found = eligible_actions(CompanyFacts(staff=0, departement="69"), {})
    assert found >= OPEN_TO_ALL | {"tresorerie_marges", "visible_en_ligne"}
    assert not found & (FOR_MORE_THAN_ONE | {"deleguer", "atelier_fluide", "club_dirigeants"})


def test_a_workshop_of_twelve_may_take_what_is_made_for_workshops() -> None:
    facts = CompanyFacts(staff=12, activity="BE", departement="42")
    found = eligible_actions(facts, {"nature": "production"})
    assert {"atelier_fluide", "usine_numerique", "deleguer", "club_dirigeants"} <= found
    assert found >= OPEN_TO_ALL | FOR_MORE_THAN_ONE


def test_a_service_firm_is_not_sent_to_the_workshop() -> None:
    facts = CompanyFacts(staff=12, activity="MN", departement="69")
    found = eligible_actions(facts, {"nature": "services"})
    assert not found & {"atelier_fluide", "usine_numerique", "club_dirigeants"}


@pytest.mark.parametrize(
    ("intention", "offered"),
    [
        ("non", set()),
        ("projet", {"export_premiers_pas"}),
        ("exporte", {"export_premiers_pas", "export_serein"}),
    ],
)
def test_export_actions_follow_the_intention(intention: str, offered: set[str]) -> None:
    found = eligible_actions(CompanyFacts(staff=5), {"intention_export": intention})
    assert {a for a in found if a.startswith("export_")} == offered


def test_a_large_firm_is_left_what_has_no_size_limit() -> None:
    assert eligible_actions(CompanyFacts(staff=400, activity="BE"), {"nature": "production"}) == {
        *OPEN_TO_ALL,
        *("equipe_competences", "vie_au_travail", "qualite_achats"),
    }


def test_texts_are_set_in_french() -> None:
    assert [(name, text) for name, text in texts() if french(text) != text] == []
    assert [t for _, t in texts() if re.search(r"['\"]|  |\.\.\.", t)] == []


def test_sentences_end_and_titles_do_not() -> None:
    for action in catalogue().actions:
        for sentence in (action.promise, action.description, action.eligibility):
            assert sentence.endswith("."), (action.id, sentence)
        for label in (action.title, action.kind, action.duration, *action.objectives):
            assert not label.endswith("."), (action.id, label)
