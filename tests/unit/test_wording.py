"""The words a firm reads: variants laid over the common text."""

from __future__ import annotations

from pathlib import Path

from consultant_app.domain.loading import load_questionnaire
from consultant_app.domain.questionnaire import Practice, WordingVariant
from consultant_app.domain.wording import wording_of
from tests.builders import practice

FOLDER = Path(__file__).parents[1] / "data" / "questionnaires"


def read() -> Practice:
    text = (FOLDER / "variants.yaml").read_text(encoding="utf-8")
    return load_questionnaire(text, "variants").practices["a1"]


def test_without_a_condition_the_common_words_are_read() -> None:
    found = wording_of(read(), frozenset())
    assert (found.why, found.levels[4]) == ("C’est utile.", "C’est mesuré.")


def test_a_variant_replaces_what_it_writes_and_leaves_the_rest() -> None:
    found = wording_of(read(), frozenset({"solo"}))
    assert found.why == "Vous êtes seul."
    assert found.priority == "Commencer"
    assert found.levels[4] == "Vous mesurez seul."
    assert found.levels[0] == "Rien n’est fait."


def test_of_two_variants_that_hold_the_later_one_wins_text_by_text() -> None:
    found = wording_of(read(), frozenset({"solo", "industrie"}))
    assert found.why == "L’atelier en dépend."
    assert found.question.startswith("Comment faites-vous, seul")
    assert (found.levels[2], found.levels[4]) == (
        "L’atelier le fait parfois.",
        "Vous mesurez seul.",
    )


def test_a_condition_that_no_variant_names_changes_nothing() -> None:
    common = read()
    assert wording_of(common, frozenset({"autre"})) is common


def test_levels_stay_in_the_order_of_the_scale() -> None:
    variant = WordingVariant(when="solo", levels={0.5: "Entre deux."})
    found = wording_of(practice("p", variants=(variant,)), frozenset({"solo"}))
    assert list(found.levels) == [0, 0.5, 1, 2, 3, 4]


def test_two_practices_with_the_same_id_keep_their_own_words() -> None:
    """Two versions of a questionnaire live side by side in one program."""
    old, new = (
        practice("p", why=why, variants=(WordingVariant(when="solo", keep=f"Gardez {why}"),))
        for why in ("Ancien.", "Nouveau.")
    )
    solo = frozenset({"solo"})
    assert wording_of(old, solo) is wording_of(old, solo)
    assert (wording_of(old, solo).keep, wording_of(new, solo).keep) == (
        "Gardez Ancien.",
        "Gardez Nouveau.",
    )
