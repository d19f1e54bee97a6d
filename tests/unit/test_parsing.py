"""Texts of the library are parsed once in a profile's life, and never believed beyond their bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from consultant_app.domain.catalogue import Catalogue
from consultant_app.domain.nomenclatures import Nomenclatures
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.services.library import GENERAL, Library
from consultant_app.services.parsing import FORM, Parsing
from consultant_app.services.workspace import Workspace
from tests.builders import questionnaire
from tests.working import working

#: FORM → the shape of the models whose JSON profiles hold.
SHAPES = {1: "0669389bfcc2"}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with working(tmp_path / "profil") as opened:
        yield opened


def fresh(workspace: Workspace) -> Library:
    return Library(workspace.db, workspace.clock)


def no_parser() -> Questionnaire:
    raise AssertionError("the text was parsed again")


def test_a_text_is_parsed_once_and_kept(workspace: Workspace) -> None:
    form = questionnaire()
    parsing = Parsing(workspace.db)
    assert parsing.read(Questionnaire, "texte", lambda: form) == form
    assert parsing.read(Questionnaire, "texte", no_parser) == form
    with pytest.raises(AssertionError, match="parsed again"):
        parsing.read(Questionnaire, "texte changé", no_parser)


def test_what_is_kept_reads_as_what_is_parsed(workspace: Workspace) -> None:
    from consultant_app.domain.loading import load_questionnaire

    for entry in workspace.library.entries():
        text = workspace.library.text_of(entry.id, entry.version)
        kept = fresh(workspace).questionnaire(entry.id, entry.version)
        assert kept == load_questionnaire(text, entry.id)
        assert list(kept.items) == list(load_questionnaire(text, entry.id).items)


def test_what_is_kept_and_damaged_is_parsed_anew(workspace: Workspace) -> None:
    form = workspace.library.questionnaire(GENERAL)
    workspace.db.execute("UPDATE parsed SET model = '{\"id\": 3}'")
    assert fresh(workspace).questionnaire(GENERAL) == form
    kept = [row[0] for row in workspace.db.rows("SELECT model FROM parsed")]
    assert any(len(model) > 10_000 for model in kept), "and kept again"


def test_nothing_is_kept_inside_a_transaction_it_could_endanger(workspace: Workspace) -> None:
    form, parsing = questionnaire(), Parsing(workspace.db)
    with workspace.db.transaction():
        assert parsing.read(Questionnaire, "texte", lambda: form) == form
    with pytest.raises(AssertionError, match="parsed again"):
        parsing.read(Questionnaire, "texte", no_parser)


def test_a_full_disk_keeps_nothing_from_being_read(workspace: Workspace) -> None:
    form = questionnaire(description="long " * 20_000)
    pages = workspace.db.rows("PRAGMA page_count")[0][0]
    workspace.db.rows(f"PRAGMA max_page_count = {pages}")
    assert Parsing(workspace.db).read(Questionnaire, "texte", lambda: form) == form


def shape(schema: object) -> object:
    """A JSON Schema without its words: documentation may change, structure may not."""
    if isinstance(schema, list):
        return [shape(part) for part in schema]
    if isinstance(schema, dict):
        words = {"description"} if isinstance(schema.get("description"), str) else set()
        return {key: shape(part) for key, part in schema.items() if key not in words}
    return schema


def test_a_change_of_the_models_shape_is_told_to_profiles() -> None:
    models = (Questionnaire, Catalogue, Nomenclatures)
    shapes = json.dumps([shape(m.model_json_schema()) for m in models], sort_keys=True)
    told = sha256(shapes.encode()).hexdigest()[:12]
    assert told == SHAPES[FORM], (
        "note the new shape here; unless it only adds optional fields, raise FORM in "
        "consultant_app/services/parsing.py"
    )
