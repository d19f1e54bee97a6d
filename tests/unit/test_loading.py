"""Questionnaire and catalogue files: what is read, what is refused, and at which line."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultant_app.domain.errors import KnownError
from consultant_app.domain.loading import (
    Fault,
    FaultyFileError,
    check_catalogue,
    check_questionnaire,
    load_catalogue,
    load_questionnaire,
)
from consultant_app.domain.questionnaire import Questionnaire, QuestionType
from consultant_app.domain.rules import RuleSet
from tests.builders import practice, question, questionnaire, theme

FOLDER = Path(__file__).parents[1] / "data" / "questionnaires"
TWELVE = "twelve-faults"
FEATURES = sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem != TWELVE)


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def loaded(name: str) -> Questionnaire:
    return load_questionnaire(text_of(name), name)


def faults_of(text: str) -> list[tuple[int, str]]:
    """Line and message of each fault, with ordinary spaces."""
    found = check_questionnaire(text, "essai.yaml")
    return [(fault.line, re.sub(r"[\u00a0\u202f]", " ", fault.message)) for fault in found]


def changed(name: str, old: str, new: str) -> tuple[str, int]:
    """A fixture with ``old`` replaced once, and the line where that was."""
    text = text_of(name)
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1), text[: text.index(old)].count("\n") + 1


# --- what is read -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FEATURES)
def test_each_feature_s_questionnaire_is_good_and_its_rules_compile(name: str) -> None:
    assert check_questionnaire(text_of(name), name) == []
    RuleSet(loaded(name))


def test_every_question_type_is_read() -> None:
    found = loaded("question-types")
    types = {item.question.type for item in found.items.values() if item.question}
    assert types == set(QuestionType)
    assert found.items["q_theme"].theme_id == "a"
    columns = found.items["q_series"].question
    assert columns is not None
    assert [column.id for column in columns.columns] == ["year", "turnover"]


def test_the_scale_and_its_half_steps_are_read() -> None:
    found = loaded("scale")
    assert found.scale.half_steps
    assert found.practices["a1"].levels[2.5] == "Presque."
    assert (found.scale.name_of(4), found.scale.allows(4.5)) == ("installé", True)


def test_importance_and_wish_are_asked_before_the_practices_of_their_theme() -> None:
    assert list(loaded("importance").items) == [
        "importance_a", "wish_a", "a1", "importance_b", "wish_b", "b1",
    ]  # fmt: skip


def test_overall_score_and_columns_to_import_are_read() -> None:
    found = loaded("overall-and-import")
    assert found.overall is not None
    assert found.overall.method == "mean_of_themes"
    assert found.import_.columns == {"firmid": "company", "emp": "staff"}


def test_words_that_other_yaml_readers_take_for_booleans_stay_words() -> None:
    text, _ = changed("rules", "{code: non, label: Non}", "{code: no, label: No}")
    choice = load_questionnaire(text, "x").items["exporte"].question
    assert choice is not None
    assert [c.code for c in choice.choices] == ["oui", "no"]


# --- what is refused ----------------------------------------------------------------------------


def test_every_planted_fault_is_named_with_its_line() -> None:
    lines = text_of(TWELVE).splitlines()
    planted = {number for number, line in enumerate(lines, start=1) if "# faute" in line}
    found = check_questionnaire(text_of(TWELVE), TWELVE)
    assert {fault.line for fault in found} == planted
    assert len(planted) >= 12
    assert len({fault.message for fault in found}) == len(found)


def test_loading_a_faulty_file_says_the_first_fault_and_keeps_them_all() -> None:
    with pytest.raises(FaultyFileError) as refusal:
        load_questionnaire(text_of(TWELVE), "fautes.yaml")
    sentence = refusal.value.sentence
    assert sentence.startswith("Le fichier «\u00a0fautes.yaml\u00a0» ne peut pas être utilisé.")
    assert "Ligne 3 (et 25 autres fautes)" in sentence
    assert list(refusal.value.faults) == check_questionnaire(text_of(TWELVE), TWELVE)
    assert isinstance(refusal.value, KnownError)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("minimal", "version: 1", "version: un", "« version » : un nombre entier est attendu."),
        ("minimal", "version: 1", "version: 0", "« version » : la valeur doit être au moins 1."),
        ("minimal", "id: minimal", "id: Mon essai", "« Mon essai » n’est pas admis"),
        ("minimal", "id: a1", "id: é1", "« é1 » n’est pas admis"),
        ("minimal", "id: a1", "id: staff", "« staff » est réservé"),
        ("minimal", "topic: l’essentiel", "topic: 12", "un texte est attendu"),
        ("minimal", "        keep:", "        kep:", "La clé « kep » est inconnue."),
        ("minimal", "min: 0, max: 4", "min: 4, max: 4", "doit être inférieur au maximum"),
        ("minimal", "{0: Rien n’est fait., 2: C’est fait parfois., ", "{", "non décrits : 0, 2."),
        ("minimal", "{0: Rien", "{zut: Rien", "Cette clé : un nombre est attendu."),
        ("scale", "2.5: Presque.", "2.2: Presque.", "Le niveau 2.2 n’est pas sur l’échelle (1 à 5)."),
        ("scale", "half_steps: true", "half_steps: oui", "écrivez true ou false"),
        ("socle", "id: b2", "id: a2", "« a2 » est déjà pris, ligne 23."),
        ("question-types", "type: date,", "type: jour,", "« jour » n’est pas admis ici"),
        ("question-types", "columns: [{id: year", "choices: [{id: year", "pas de colonnes"),
        ("question-types", "most: 2", "most: 0", "« most » vaut au moins 1"),
        ("question-types", "min: 1900", "most: 3", "« most » vaut au moins 1"),
        ("question-types", "private: true", "min: 3", "« min » ne va qu’avec un nombre."),
        ("question-types", "min: 0, max: 10", "min: 20, max: 10", "« min » dépasse « max »."),
        ("growth", "series: exercices", "series: exercice", "n’est pas une question du bloc"),
        ("growth", "phase: phase", "phase: exercices", "n’est pas une question à choix"),
        ("growth", "series: exercices", "series: phase", "n’est pas une série d’exercices"),
        ("rules", "${ventes} div", "${vente} div", "le nom ${vente} est inconnu (peut-être ${ventes} ?)."),
        ("rules", "${staff} + 1", "${exporte} + 1", "un nombre est attendu ici, pas un texte"),
        ("rules", "${staff} + 1)", "${staff} + 1", "la règle s’arrête trop tôt"),
        ("rules", "${riche} and", "${par_tete} and", "une condition (vrai ou faux) est attendue ici"),
        ("rules", "'it'", "'fr'", "« fr » n’est pas un choix possible ici (de, it)."),
        ("variants", "when: solo", "when: seul", "La condition « seul » n’est pas définie."),
        ("variants", "levels: {4: Vous", "levels: {5: Vous", "Le niveau 5 n’est pas sur l’échelle"),
        ("variants", "= 'BE'", "= 'ZZ'", "« ZZ » n’est pas un choix possible ici (AZ, BE,"),
        ("vigilance", "floor: 2", "floor: 0", "Le seuil de vigilance doit dépasser 0"),
        ("vigilance", "${staff} >= 1", "${staf} >= 1", "peut-être ${staff}"),
        ("checks", "about: [a1, a2]", "about: [a1, a3]", "Le contrôle parle de « a3 »"),
        ("checks", "about: [a1, a2]", "about: []", "la liste doit avoir au moins 1 élément"),
        ("checks", "severity: error", "severity: grave", "« grave » n’est pas admis ici"),
        ("checks", "id: muet", "id: ecart", "« ecart » est déjà pris"),
        ("overall-and-import", "mean_of_themes", "median", "« median » n’est pas admis ici"),
        ("overall-and-import", "emp: staff", "emp: salaries", "« salaries » n’est pas admis ici"),
        ("minimal", "priority: Commencer", f"priority: {'C' * 130}", "comptent ensemble 142 caractères"),
        ("minimal", "first_step: Prendre", f"first_step: {'P' * 100}", "pour 100 au plus"),
        ("minimal", "strength: C’est en place", "strength: C’est en place.", "sans point final"),
        ("minimal", "title: Thème a", "title: &t Thème a", "ancres et alias"),
        ("minimal", "title: Thème a", "title: !!python/name:os.system x", "étiquettes YAML"),
        ("minimal", "title: Thème a", "title: Thème : a", "deux-points n’est pas attendu"),
        ("minimal", "    title: Thème a", "\ttitle: Thème a", "tabulation"),
    ],
)  # fmt: skip
def test_a_fault_is_told_where_it_stands(name: str, old: str, new: str, message: str) -> None:
    text, line = changed(name, old, new)
    found = faults_of(text)
    assert [where for where, words in found if message in words] == [line], found


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "message"),
    [
        ("minimal", "- id: a\n", "- id: growth\n", "- id: growth", "ne peut pas être celui d’un thème"),
        ("minimal", "- id: a\n", "- id: a\n    zut: 1\n", "zut: 1", "La clé « zut » est inconnue."),
        ("question-types", "id: q_money", "id: q_date", "id: q_date, type: date", "déjà pris, ligne 10"),
        ("question-types", ", choices: [{code: a, label: A}, {code: b, label: B}]", "",
         "id: q_multiple", "pas de choix"),
        ("rules", "${staff} + 1", "${riche} + 1", "id: par_tete", "ces règles s’attendent l’une l’autre"),
        ("rules", "    relevant: ${exporte} = 'oui'", "    relevant: ${e1} = 1", "relevant: ${e1}",
         "le thème « export » dépend d’une de ses propres réponses"),
        ("importance", "ask_importance: true", "ask_importance: false", "${importance_a}",
         "le nom ${importance_a} est inconnu"),
    ],
)  # fmt: skip
def test_a_fault_is_told_where_it_shows_not_where_it_was_made(
    name: str, old: str, new: str, at: str, message: str
) -> None:
    text, _ = changed(name, old, new)
    line = 1 + text[: text.index(at)].count("\n")
    assert [where for where, words in faults_of(text) if message in words] == [line]


def test_quotes_left_open_are_told() -> None:
    text, _ = changed("minimal", "title: Thème a", "title: 'Thème a")
    assert any("YAML illisible" in words for _, words in faults_of(text))


def test_a_missing_key_is_told_at_the_head_of_what_misses_it() -> None:
    text = text_of("minimal").replace("        keep: Continuez.\n", "")
    (fault,) = faults_of(text)
    line = 1 + text[: text.index("- id: a1")].count("\n")
    assert fault == (line, "Il manque la clé « keep ».")


def test_a_rule_s_fault_points_at_its_character() -> None:
    text, line = changed("rules", "${a1} >= 2", "${a9} >= 2")
    (fault,) = check_questionnaire(text, "x")
    assert fault.line == line
    assert text.splitlines()[line - 1][fault.column - 1 :].startswith("${a9}")


def test_a_rule_written_over_several_lines_is_told_at_its_first() -> None:
    text, line = changed(
        "rules",
        "relevant: ${riche} and ${a1} >= 2",
        "relevant: >-\n          ${riche} and\n          ${b}",
    )
    assert faults_of(text) == [
        (line, "Règle : le nom ${b} est inconnu (caractère 14 de la règle).")
    ]


def test_one_faulty_calculation_is_told_once_not_in_all_that_read_it() -> None:
    text, line = changed("rules", '"${ventes} div (${staff} + 1)"', '"${ventes} div"')
    assert faults_of(text) == [(line, "Règle : la règle s’arrête trop tôt.")]


def test_a_theme_without_socle_is_a_fault_only_when_others_have_one() -> None:
    lone = text_of("socle").replace("        socle: true\n", "", 1)
    assert [line for line, _ in faults_of(lone)] == [6]
    assert faults_of(text_of("socle").replace("        socle: true\n", "")) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Le fichier est vide."),
        ("# rien\n", "Le fichier est vide."),
        ("bonjour", "Le fichier : des clés et leurs valeurs sont attendues."),
        ("- a\n- b\n", "Le fichier : des clés et leurs valeurs sont attendues."),
        ("a: 1\x07", "un caractère n’est pas admis"),
        ("a: 1\n---\nb: 2\n", "Un fichier ne contient qu’un document"),
        ("? {a: 1}\n: 2\n", "Une clé doit être un mot ou un nombre."),
    ],
)
def test_what_is_no_questionnaire_at_all_is_said_so(text: str, message: str) -> None:
    assert any(message in words for _, words in faults_of(text))


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 200_000, "trop profondément imbriqué"),
        ("{a: " * 200_000, "trop profondément imbriqué"),
        ("- " * 200_000, "trop profondément imbriqué"),
        ("".join(f"{' ' * n}a:\n" for n in range(1_500)), "trop profondément imbriqué"),
        (BOMB, "ancres et alias"),
        ("a: *a\n" * 50_000, "ancres et alias"),
        ("x" * 5_000_000, "trop long"),
    ],
    ids=["brackets", "braces", "dashes", "indents", "bomb", "aliases", "long"],
)
def test_monstrous_files_are_refused_at_once(text: str, message: str) -> None:
    start = time.process_time()
    found = faults_of(text)
    assert time.process_time() - start < 1
    assert any(message in words for _, words in found)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_never_more_than_faults(data: st.DataObject) -> None:
    text = text_of(data.draw(st.sampled_from(["rules", "variants", "growth", "checks"])))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        upto = data.draw(st.integers(at, min(at + 20, len(text))))
        text = text[:at] + data.draw(st.text("ab01 :-{}[]'\"\n${}&*!#", max_size=6)) + text[upto:]
    found = check_questionnaire(text, "x")
    assert found == sorted(set(found))
    if not found:
        RuleSet(load_questionnaire(text, "x"))


# --- catalogues ---------------------------------------------------------------------------------

ACTIONS = """\
id: essai-actions
version: 1
title: Actions d’essai
questionnaires: [essai]
actions:
  - id: prevoir
    title: Prévoir
    promise: Voir venir.
    description: Deux jours.
    holder: à désigner
    kind: atelier
    cost: à préciser
    duration: deux jours
    objectives: [Prévoir]
    eligibility: Les entreprises avec des salariés.
    eligible: ${staff} > 0 and ${metier} = 'bois'
    covers: {a_1: 1, a_2: 0.5}
  - id: suivre
    title: Suivre
    promise: Tenir.
    description: Un jour.
    holder: à désigner
    kind: atelier
    cost: à préciser
    duration: un jour
    objectives: [Suivre]
    eligibility: Tous.
    covers: {a_2: 0.3}
    after: [prevoir]
"""


def known() -> dict[str, Questionnaire]:
    trade = question("metier", "single_choice", choices=("bois", "fer"))
    form = questionnaire(theme("a", practice("a_1"), practice("a_2")), profile=[trade])
    return {form.id: form}


def catalogue_faults(old: str = "", new: str = "") -> list[Fault]:
    assert old in ACTIONS
    return check_catalogue(ACTIONS.replace(old, new, 1), "actions.yaml", known())


def test_a_good_catalogue_is_read() -> None:
    found = load_catalogue(ACTIONS, "actions.yaml", known())
    assert [action.id for action in found.actions] == ["prevoir", "suivre"]
    assert found.actions[0].covers == {"a_1": 1, "a_2": 0.5}
    assert catalogue_faults() == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("a_1: 1", "b_1: 1", "« b_1 » n’est pas une pratique"),
        ("a_2: 0.5", "a_2: 1.5", "au plus 1"),
        ("[essai]", "[autre]", "« autre » n’est pas installé"),
        ("after: [prevoir]", "after: [prevenir]", "« prevenir » n’existe pas"),
        ("after: [prevoir]", "after: [suivre]", "s’attendent l’une l’autre (after)"),
        ("${metier} = 'bois'", "${metier} = 'zinc'", "« zinc » n’est pas un choix possible"),
        ("${staff} > 0", "${salaries} > 0", "le nom ${salaries} est inconnu"),
        ("${staff} > 0 and ${metier} = 'bois'", "${staff}", "une condition"),
        ("id: suivre", "id: prevoir", "« prevoir » est déjà pris, ligne 6"),
        ("duration: un jour", "durée: un jour", "La clé « durée » est inconnue."),
    ],
)
def test_a_catalogue_s_fault_is_told_where_it_stands(old: str, new: str, message: str) -> None:
    line = 1 + ACTIONS[: ACTIONS.index(old)].count("\n")
    told = [f for f in catalogue_faults(old, new) if message in f.message.replace("\u00a0", " ")]
    assert [fault.line for fault in told] == [line]


def test_actions_that_wait_for_each_other_are_refused() -> None:
    text = ACTIONS.replace("    covers: {a_1", "    after: [suivre]\n    covers: {a_1")
    (fault,) = check_catalogue(text, "actions.yaml", known())
    assert fault.line == 17


def test_a_faulty_catalogue_is_not_loaded() -> None:
    with pytest.raises(FaultyFileError, match=r"actions\.yaml"):
        load_catalogue(ACTIONS.replace("a_1", "b_1"), "actions.yaml", known())


def test_a_catalogue_may_serve_questionnaires_that_are_not_at_hand() -> None:
    text = ACTIONS.replace("[essai]", "[essai, autre]").replace("a_1: 1", "autre_1: 1")
    assert load_catalogue(text, "actions.yaml", known()).questionnaires == ("essai", "autre")
    assert [fault.line for fault in check_catalogue(text, "actions.yaml", known())] == [4]
