"""The service takes what its description allows and nothing beside it: faults that the walk found.

(`test_openapi` walks; each fault that it led to has its plain test here.)
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from sync.protocol.batch import digest, read_line
from sync.protocol.enrolment import read_code
from sync.protocol.packages import Manifest
from sync.protocol.record import Record
from sync.protocol.versions import Versions
from tests.sync.centre import Centre, bearer, send, weak_token
from tests.sync.test_ingestion import ask, changed, records

PRACTICE = "carbone"


def enrol(centre: Centre, **said: object) -> tuple[int, dict[str, Any]]:
    body = json.dumps({"token": weak_token(), **said}).encode()
    status, _, content = ask(
        centre, "POST", "/v1/enrolments", body, {"Content-Digest": digest(body)}
    )
    return status, json.loads(content)


@pytest.mark.parametrize(
    "versions",
    [
        {"lowest": "1"},
        {"lowest": True},
        {"highest": "1"},
        {"lowest": 0.5},
        {"lowest": None},
        {"highest": 1, "middle": 1},
    ],
)
def test_what_the_description_forbids_is_refused_and_spends_no_code(
    centre: Centre, versions: object
) -> None:
    code = read_code(centre.code())
    status, answered = enrol(centre, code=code, protocol=versions)
    assert (status, answered["reason"]) == (422, "invalid")
    assert enrol(centre, code=code)[0] == 200


def test_a_whole_number_may_be_written_with_a_point_where_nothing_is_kept_of_it(
    centre: Centre,
) -> None:
    """JSON Schema calls 1.0 an integer."""
    code = read_code(centre.code())
    assert enrol(centre, code=code, protocol={"lowest": 1.0, "highest": 1.0})[0] == 200
    newer = {"lowest": 8425.0, "highest": 8425.0}
    assert enrol(centre, code=code, protocol=newer)[0] == 426


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("revision", "1"),
        ("revision", True),
        ("revision", 1.0),
        ("confidence", "2"),
        ("confidence", True),
        ("confidence", 2.0),
        ("questionnaire", {"id": "diagnostic-general", "version": "1"}),
        ("practices", {PRACTICE: {"level": "2.5"}}),
        ("practices", {PRACTICE: {"level": True}}),
        ("themes", {"finance": {"importance": "1"}}),
        ("themes", {"finance": {"wish": "yes"}}),
        ("themes", {"finance": {"wish": 1}}),
        ("protocol", True),
    ],
)
def test_a_value_of_another_type_is_never_mended(field: str, value: object) -> None:
    """The line is kept as it came and counted later: what was mended here would be odd there."""
    line = records(1)[0]
    assert isinstance(read_line(line), Record)
    refused = read_line(changed(line, **{field: value}))
    assert not isinstance(refused, Record)
    assert getattr(refused, "fields", ()) == (field,)


def test_a_record_of_odd_types_is_set_aside_and_blocks_nobody(centre: Centre) -> None:
    good, other = records(2)
    odd = changed(other, confidence="2", protocol=1)
    verdicts = send(centre.place(), [odd, good])
    assert [(v.status, v.fields) for v in verdicts] == [
        ("refused", ("confidence",)),
        ("stored", ()),
    ]
    assert centre.count("ingestion.records") == 1


def test_versions_and_formats_are_numbers() -> None:
    assert Versions.model_validate_json('{"lowest": 1.0}') == Versions()
    manifest = {"id": "region", "version": 1, "made_on": "2026-01-01"}
    contents = [{"kind": "catalogue", "name": "a.yaml", "sha256": "0" * 64, "size": 1}]
    sound = {**manifest, "contents": contents}
    assert Manifest.model_validate_json(json.dumps(sound)).format == 1
    for odd in ({"format": True}, {"format": "1"}, {"version": "1"}):
        with pytest.raises(ValidationError):
            Manifest.model_validate_json(json.dumps({**sound, **odd}))


KNOWN = "0b8c1f6e-4f0e-4a67-9d6a-1f0c3a5b7d9e"


@pytest.mark.parametrize(
    "written",
    [
        KNOWN.upper(),
        KNOWN.replace("-", ""),
        f"urn:uuid:{KNOWN}",
        f"%7B{KNOWN}%7D",
        f"{KNOWN}%0A",
        f"%D9%A0{KNOWN[1:]}",
    ],
)
def test_the_next_page_is_asked_for_by_an_id_as_it_was_told(centre: Centre, written: str) -> None:
    headers = bearer(centre.place())
    assert ask(centre, "GET", f"/v1/records/sent?after={KNOWN}", b"", headers)[0] == 200
    status, _, content = ask(centre, "GET", f"/v1/records/sent?after={written}", b"", headers)
    assert (status, json.loads(content)["reason"]) == (422, "invalid")


def test_every_address_but_two_says_that_it_wants_a_token_and_refuses_without(
    centre: Centre,
) -> None:
    description = json.loads(ask(centre, "GET", "/openapi.json")[2])
    told = {
        (method.upper(), path): operation.get("security")
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    }
    open_ones = {address for address, security in told.items() if not security}
    assert open_ones == {("GET", "/health"), ("POST", "/v1/enrolments")}
    for method, path in told.keys() - open_ones:
        address = path.format(package_id="region", version="1") if "{" in path else path
        assert ask(centre, method, address, b"{}", {"Content-Digest": digest(b"{}")})[0] == 401


@pytest.mark.parametrize(
    ("body", "arrives"),
    [
        ({"code": "A" * 16, "protocol": {"highest": 9}}, {"code": "B" * 16, "protocol": {}}),
        ({"code": 5, "protocol": {"odd": 1}}, {"code": 5, "protocol": {"odd": 1}}),
        (
            {"code": "A" * 16, "protocol": {"lowest": "1"}},
            {"code": "B" * 16, "protocol": {"lowest": "1"}},
        ),
        ({"code": "a", "protocol": {}}, {"code": "a", "protocol": {}}),
        ({"token": 1}, {"token": 1}),
    ],
)
def test_the_walk_mends_nothing_that_was_spoilt_on_purpose(
    monkeypatch: pytest.MonkeyPatch, body: dict[str, object], arrives: dict[str, object]
) -> None:
    from tests.sync import openapi_hooks

    monkeypatch.setattr(openapi_hooks, "CODES", ["B" * 16])
    assert openapi_hooks.with_a_good_code(body) == arrives
