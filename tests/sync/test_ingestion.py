"""What the centre does with what any program may send it."""

from __future__ import annotations

import http.client
import json
import random
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import islice
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from sync.protocol.batch import MEDIA_TYPE, Retraction, digest, join
from sync.protocol.record import Record
from sync.protocol.wire import canonical
from sync.server.errors import RealRecordsError
from sync.server.invented import Inventor
from sync.server.published import shipped_codebooks
from sync.server.simulate import simulate
from tests.sync.centre import Centre, bearer, send, weak_token

General = next(b for b in shipped_codebooks() if b.questionnaire == "diagnostic-general")


def records(count: int, seed: int = 1) -> list[bytes]:
    return list(islice(Inventor(General, seed).records(), count))


def changed(line: bytes, **fields: object) -> bytes:
    content = {**json.loads(line), **fields}
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def ask(
    centre: Centre,
    method: str,
    path: str,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(centre.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        connection.request(method, path, body or None, headers or {})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def test_eight_connections_with_the_same_400_records_make_400_rows(centre: Centre) -> None:
    lines = records(400)
    places = [centre.place(f"Poste {n}") for n in range(8)]

    def push(number: int) -> list[str]:
        mine = lines[:]
        random.Random(number).shuffle(mine)
        verdicts = []
        for start in range(0, len(mine), 50):
            verdicts += send(places[number], mine[start : start + 50])
        return [verdict.status for verdict in verdicts]

    with ThreadPoolExecutor(8) as pool:
        statuses = [status for part in pool.map(push, range(8)) for status in part]
    assert centre.count("ingestion.records") == 400
    assert centre.count("ingestion.revisions") == 400
    assert statuses.count("stored") == 400
    assert statuses.count("already") == 2800


def test_ten_bad_records_are_named_and_ninety_stored(centre: Centre) -> None:
    lines = records(100)
    bad = {
        3: b"{not json",
        11: b'"a sentence"',
        17: changed(lines[17], company="Menuiserie Fictive"),
        24: changed(lines[24], size="7"),
        38: changed(lines[38], protocol=99),
        45: changed(lines[45], practices={"horizon": {"level": 2.0, "missing": "nsp"}}),
        59: changed(lines[59], practices={"dupont_sarl": {"level": 2.0}}),
        66: changed(lines[66], practices={"horizon": {"level": 40.0}}),
        82: b"x" * 70_000,
        97: changed(lines[97], record_id="00000000-0000-1000-8000-000000000000"),
    }
    for number, line in bad.items():
        lines[number] = line
    verdicts = send(centre.place(), lines)
    refused = {v.line: v.reason for v in verdicts if v.status == "refused"}
    assert refused == {
        3: "unreadable",
        11: "unreadable",
        17: "invalid",
        24: "invalid",
        38: "unknown_protocol",
        45: "invalid",
        59: "unknown_code",
        66: "unknown_code",
        82: "too_large",
        97: "invalid",
    }
    assert sum(v.status == "stored" for v in verdicts) == 90
    assert centre.count("ingestion.records") == 90
    assert verdicts[24].fields == ("size",)
    assert verdicts[24].record_id == json.loads(lines[24])["record_id"]
    aside = centre.rows("SELECT reason, fields FROM transport.set_aside ORDER BY 1, 2")
    assert len(aside) == 10
    assert "Menuiserie" not in centre.everything()


def test_a_record_that_the_database_refuses_blocks_nobody(centre: Centre) -> None:
    """A trigger stands for whatever PostgreSQL may one day dislike."""
    lines = records(30)
    cursed = json.loads(lines[12])["record_id"]
    with psycopg.connect(centre.database_url) as connection:
        connection.execute(
            f"""CREATE FUNCTION dislike() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.record_id = '{cursed}' THEN RAISE EXCEPTION 'no'; END IF;
                RETURN NEW;
            END $$"""
        )
        connection.execute(
            "CREATE TRIGGER dislike BEFORE INSERT ON ingestion.records"
            " FOR EACH ROW EXECUTE FUNCTION dislike()"
        )
    verdicts = send(centre.place(), lines)
    assert [v.line for v in verdicts if v.status == "refused"] == [12]
    assert verdicts[12].reason == "unstorable"
    assert sum(v.status == "stored" for v in verdicts) == 29
    assert centre.count("ingestion.revisions") == 29


def test_the_same_batch_again_or_edited_changes_nothing(centre: Centre) -> None:
    place, lines = centre.place(), records(20)
    send(place, lines)
    before = centre.rows("SELECT * FROM ingestion.records ORDER BY record_id")
    assert {v.status for v in send(place, lines)} == {"already"}
    edited = [changed(line, quarter="2026Q4", confidence=1) for line in lines]
    verdicts = send(place, edited)
    assert {v.status for v in verdicts} == {"conflict"}
    assert {v.highest for v in verdicts} == {1}
    assert centre.rows("SELECT * FROM ingestion.records ORDER BY record_id") == before


def test_the_last_revision_stays_whatever_the_order_of_arrival(centre: Centre) -> None:
    place, line = centre.place(), records(1)[0]
    third, second = changed(line, revision=3), changed(line, revision=2)
    assert [v.status for v in send(place, [third, line])] == ["stored", "stored"]
    assert send(place, [second])[0].status == "stored"
    assert centre.rows("SELECT revision FROM ingestion.records") == [(3,)]


def test_the_same_key_twice_in_one_batch_is_one_record(centre: Centre) -> None:
    line = records(1)[0]
    other = changed(line, confidence=1, quarter="2026Q4")
    statuses = [v.status for v in send(centre.place(), [line, line, other])]
    assert statuses == ["stored", "already", "conflict"]
    stored = centre.rows("SELECT encode(sha256, 'hex') FROM ingestion.records")
    assert stored == [(sha256(line).hexdigest(),)]


def test_nothing_comes_back_after_its_retraction(centre: Centre) -> None:
    place, lines = centre.place(), records(3)
    send(place, lines)
    ids = [json.loads(line)["record_id"] for line in lines]
    gone = canonical(Retraction(record_id=ids[0]))
    never_seen = canonical(Retraction(record_id=str(uuid4())))
    verdicts = send(place, [gone, never_seen])
    assert [(v.status, v.count) for v in verdicts] == [("retracted", 1), ("retracted", 0)]
    later = [lines[0], changed(lines[0], revision=9)]
    assert {v.status for v in send(place, later)} == {"retracted"}
    assert centre.count("ingestion.records") == 2
    left = centre.rows("SELECT record_id::text FROM ingestion.revisions")
    assert {row[0] for row in left} == set(ids[1:])


def test_records_and_their_retraction_at_the_same_moment_leave_nothing(centre: Centre) -> None:
    places = [centre.place(f"Poste {n}") for n in range(4)]
    lines = records(120, seed=5)
    retractions = [canonical(Retraction(record_id=json.loads(ln)["record_id"])) for ln in lines]

    def run(number: int) -> None:
        mine = (lines if number % 2 else retractions)[:]
        random.Random(number).shuffle(mine)
        for start in range(0, len(mine), 10):
            send(places[number], mine[start : start + 10])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    assert centre.count("ingestion.records") == 0
    assert centre.count("ingestion.retractions") == 120


def test_a_key_given_twice_hides_nothing(centre: Centre) -> None:
    line = records(1)[0]
    hiding = line.replace(b'"quarter":', b'"extent":"Dupont SARL","quarter":', 1)
    hiding = hiding.replace(b'"extent":"full",', b"", 1)
    assert b"Dupont" in hiding
    last_wins = hiding[:-1] + b',"extent":"full"}'
    send(centre.place(), [last_wins])
    assert "Dupont" not in centre.everything()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/records"),
        ("POST", "/v1/reconciliation"),
        ("GET", "/v1/records/sent"),
        ("GET", "/v1/region"),
        ("GET", "/v1/packages"),
        ("GET", "/v1/packages/questionnaires/1"),
    ],
)
def test_without_a_device_everything_is_refused(centre: Centre, method: str, path: str) -> None:
    body = b"{}"
    for header in ({}, {"Authorization": "Basic abc"}, {"Authorization": f"Bearer {weak_token()}"}):
        headers = {**header, "Content-Digest": digest(body)}
        status, answered, content = ask(centre, method, path, body, headers)
        assert status == 401, content
        assert answered["www-authenticate"] == "Bearer"
        assert json.loads(content)["reason"] == "unknown_device"


def test_what_was_damaged_on_the_way_changes_nothing(centre: Centre) -> None:
    place, body = centre.place(), join(records(5))
    told = {**bearer(place), "Content-Type": MEDIA_TYPE, "Content-Digest": digest(body)}
    damaged = body.replace(b'"revision":1', b'"revision":2', 1)
    status, _, content = ask(centre, "POST", "/v1/records", damaged, told)
    assert (status, json.loads(content)["reason"]) == (400, "damaged")
    del told["Content-Digest"]
    assert ask(centre, "POST", "/v1/records", body, told)[0] == 400
    assert centre.count("ingestion.revisions") == 0


def test_too_much_is_refused_before_it_is_read(postgres_url: str) -> None:
    with Centre(postgres_url, max_bytes=50_000, max_lines=10) as small:
        place = small.place()
        for body, reason in (
            (join(records(30)), "too_large"),
            (b"\n".join([b"{}"] * 11), "too_many_lines"),
        ):
            headers = {**bearer(place), "Content-Digest": digest(body)}
            status, _, content = ask(small, "POST", "/v1/records", body, headers)
            assert (status, json.loads(content)["reason"]) == (413, reason)


def test_haste_is_slowed_down(postgres_url: str) -> None:
    with Centre(postgres_url, requests_a_minute=5) as slow:
        headers = bearer(slow.place())
        answers = [ask(slow, "GET", "/v1/packages", b"", headers) for _ in range(12)]
        assert answers[0][0] == 200
        assert answers[-1][0] == 429
        assert int(answers[-1][1]["retry-after"]) > 0


def test_the_service_cannot_read_releases_nor_change_what_is_published(centre: Centre) -> None:
    for role, statement in (
        ("region_ingestion", "CREATE TABLE release.x (a int)"),
        ("region_ingestion", "DELETE FROM published.packages"),
        ("region_ingestion", "UPDATE ingestion.revisions SET revision = 2"),
        ("region_ingestion", "DELETE FROM transport.devices"),
        ("region_release", "SELECT * FROM transport.deliveries"),
        ("region_release", "DELETE FROM ingestion.records"),
    ):
        with psycopg.connect(centre.database_url) as connection:
            connection.execute(f"SET ROLE {role}")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_invented_records_never_mix_with_real_ones(centre: Centre) -> None:
    done = simulate(centre.database_url, 60, seed=3)
    assert (done.stored, done.refused) == (60, 0)
    assert simulate(centre.database_url, 60, seed=3).already == 60
    assert centre.rows("SELECT DISTINCT synthetic FROM ingestion.records") == [(True,)]
    send(centre.place(), records(1, seed=8))
    with pytest.raises(RealRecordsError, match="vraies fiches"):
        simulate(centre.database_url, 1, seed=4)


def test_invented_records_are_canonical_and_repeatable() -> None:
    lines = records(40, seed=7)
    assert lines == records(40, seed=7)
    assert lines != records(40, seed=8)
    for line in lines:
        assert canonical(Record.model_validate_json(line)) == line


def test_cut_connections_to_the_database_are_made_again(centre: Centre) -> None:
    """Connections are cut under the service's feet: the next request finds new ones."""
    place, lines = centre.place(), records(10)
    with psycopg.connect(centre.database_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert {v.status for v in send(place, lines)} == {"stored"}


def test_every_answer_is_documented_and_none_is_a_server_error(centre: Centre) -> None:
    """Odd requests at every address of the OpenAPI description."""
    description = json.loads(ask(centre, "GET", "/openapi.json")[2])
    headers, chance = bearer(centre.place()), random.Random(11)
    tried = 0
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            documented = {int(status) for status in operation["responses"]}
            for _ in range(25):
                body = _odd_body(chance)
                sound = {"Content-Digest": digest(body)} if chance.random() < 0.8 else {}
                address = _filled(path, chance) + chance.choice(["", "?after=", "?after=%00x"])
                status, _, _ = ask(centre, method.upper(), address, body, headers | sound)
                # An odd name in the path may turn it into another address altogether.
                allowed = documented | ({404} if "{" in path else set())
                assert status in allowed, (method, address, status)
                tried += 1
    assert tried >= 175


def _odd_body(chance: random.Random) -> bytes:
    choices = (
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b"[" * 5000,
        b'{"records": ["x"]}',
        json.dumps({"code": "0" * 16, "token": weak_token()}).encode(),
        json.dumps({"records": [str(uuid4())]}).encode(),
        canonical(Retraction(record_id=str(uuid4()))),
        b'{"protocol": 1e999}\n{"protocol": true}',
        chance.randbytes(chance.randrange(200)),
    )
    return chance.choice(choices)


def _filled(path: str, chance: random.Random) -> str:
    words = ("a", "%00", "0", "-1", "99999999999999999999", "%C3%A9", "x" * 300)
    while "{" in path:
        start, end = path.index("{"), path.index("}") + 1
        path = path[:start] + chance.choice(words) + path[end:]
    return path
