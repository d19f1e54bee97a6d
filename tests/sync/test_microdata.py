"""Microdata releases: checked from the written files alone, by routes of the tests' own."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from statistics import correlation, fmean, stdev, variance
from typing import Any

import pyarrow.parquet as pq
import pyreadstat
import pytest
from lxml import etree, html

from sync.protocol.record import Record
from sync.server.errors import CentreError
from sync.server.publication.freeze import create, freeze
from sync.server.release.make import release
from tests.sync.publishing import codebook, record, some_firms, take_in

BOOK = codebook({"t1": ("p1", "p2", "p3"), "t2": ("q1", "q2")})
KEYS = ("size", "activity", "territory", "age", "quarter")
#: Written for the project after DDI-Codebook 2.5; whoever has the official schema names its place.
DDI = os.environ.get("DDI_CODEBOOK_XSD") or str(
    Path(__file__).resolve().parents[1] / "data" / "ddi-codebook-reduced.xsd"
)
Table = list[dict[str, str]]


def released(url: str, folder: Path, records: list[Record]) -> Path:
    take_in(url, records, BOOK)
    create(url, "2026", "2026Q1", "2026Q4")
    freeze(url, "2026", Random(1))
    (done,) = release(url, "2026", folder / "diffusion")
    return Path(done.folder)


def table(folder: Path) -> Table:
    with (folder / "donnees.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def report(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "rapport.json").read_text(encoding="utf-8"))
    return found


def classes(rows: Table) -> list[Table]:
    found = defaultdict(list)
    for one in rows:
        found[tuple(one[k] for k in KEYS)].append(one)
    return list(found.values())


def firms_with_follow_ups(count: int, seed: int = 3) -> list[Record]:
    first = some_firms(count, BOOK, seed, spread=4)
    again = []
    for i, told in enumerate(first[: count // 4]):
        code = f"{i:064x}"
        first[i] = told.model_copy(update={"follow_up": code})
        later = record(500_000 + i, {}).record_id
        again.append(
            first[i].model_copy(
                update={"record_id": later, "occasion": "follow_up", "quarter": "2026Q3"}
            )
        )
    return first + again


@pytest.fixture(scope="module")
def folder(postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released(postgres.new(), tmp_path_factory.mktemp("r"), firms_with_follow_ups(400))


def test_every_class_has_five_firms(folder: Path) -> None:
    rows = table(folder)
    assert len(rows) == 500
    for members in classes(rows):
        firms = {one["link"] or f"seul {one['id']}" for one in members}
        assert len(firms) >= 5


def test_every_sensitive_variable_takes_two_values_in_every_class(folder: Path) -> None:
    told = report(folder)
    assert {"p1", "p2", "p3", "q1", "q2", "growth_type"} <= set(told["sensitive"])
    for members in classes(table(folder)):
        for name in told["sensitive"]:
            assert len({one[name] for one in members}) >= 2


def test_the_report_says_what_the_files_say(folder: Path) -> None:
    told, rows = report(folder), table(folder)
    found = classes(rows)
    assert told["records"] == len(rows)
    assert told["classes"] == len(found)
    assert told["k"] == min(len(members) for members in found)
    assert told["l"] == min(
        len({one[name] for one in members}) for members in found for name in told["sensitive"]
    )
    assert told["suppressed"] == {k: sum(one[k] == "-7" for one in rows) for k in KEYS}
    assert told["links"] == len({one["link"] for one in rows if one["link"]})


def test_linked_firms_are_five_alike_at_both_moments(folder: Path) -> None:
    pairs = defaultdict(list)
    for one in table(folder):
        if one["link"]:
            pairs[one["link"]].append(one)
    assert len(pairs) == 100
    trails = Counter(
        tuple(tuple(one[k] for k in KEYS) for one in sorted(two, key=lambda o: o["occasion"]))
        for two in pairs.values()
    )
    assert min(trails.values()) >= 5


def test_ids_are_fresh_and_the_order_is_drawn_anew(postgres_url: str, tmp_path: Path) -> None:
    told = firms_with_follow_ups(120)
    first = released(postgres_url, tmp_path, told)
    (again,) = release(postgres_url, "2026", tmp_path / "encore")
    one, other = table(first), table(Path(again.folder))
    for name in ("p1", "link"):
        assert [r[name] for r in one] != [r[name] for r in other]
    written = "".join(p.read_text("utf-8", "ignore") for p in first.iterdir())
    for known in told:
        assert known.record_id not in written
        assert known.follow_up is None or known.follow_up not in written


def test_a_practice_that_all_answer_alike_leaves_with_its_needs_and_its_part_in_scores(
    postgres_url: str, tmp_path: Path
) -> None:
    """Its level would come back from the theme's mean, from a need, or from an action."""
    told = [
        r.model_copy(
            update={"practices": r.practices | record(0, {"p1": 4}).practices, "needs": ("p1",)}
        )
        for r in some_firms(200, BOOK, 5)
    ]
    place = released(postgres_url, tmp_path, told)
    rows = table(place)
    assert "p1" in report(place)["left_out"]
    assert not {"p1", "need_p1"} & rows[0].keys()
    assert {one["action_action_a"] for one in rows} == {"-7"}
    for one in rows:
        placed = [float(one[p]) for p in ("p2", "p3") if float(one[p]) >= 0]
        assert one["t1"] == ("" if not placed else format(fmean(placed), ".10g"))


def test_quality_figures_are_found_again_from_the_csv(folder: Path) -> None:
    rows = table(folder)
    (told,) = [q for q in report(folder)["quality"] if q["theme"] == "t1"]
    items = [[float(one[p]) for one in rows] for p in ("p1", "p2", "p3")]
    complete = [xs for xs in zip(*items, strict=True) if min(xs) >= 0]
    columns = list(zip(*complete, strict=True))
    whole = variance([sum(xs) for xs in complete])
    alpha = 3 / 2 * (1 - sum(variance(c) for c in columns) / whole)
    assert told["alpha_n"] == len(complete)
    assert told["alpha"] == pytest.approx(alpha)
    scores = [float(one["t1"]) for one in rows if one["t1"]]
    assert told["mean"] == pytest.approx(fmean(scores))
    assert told["nsp_share"] == pytest.approx(sum(x == -1 for c in items for x in c) / (3 * 500))
    assert told["so_share"] == pytest.approx(sum(x == -2 for c in items for x in c) / (3 * 500))
    assert told["deviation"] == pytest.approx(stdev(scores))
    for number, name in enumerate(("p1", "p2", "p3")):
        rest = [fmean(xs[:number] + xs[number + 1 :]) for xs in complete]
        assert told["item_rest"][name] == pytest.approx(correlation(columns[number], rest))
    for key in ("activity", "size", "territory"):
        assert told["between"][key] == pytest.approx(share_between(rows, key))


def share_between(rows: Table, key: str) -> float:
    """Share of the variance of t1 that is between the released groups of a key."""
    groups = defaultdict(list)
    for one in rows:
        if one["t1"] and one[key] not in {"-7", "-8"}:
            groups[one[key]].append(float(one["t1"]))
    everyone = [x for group in groups.values() for x in group]
    between = sum(len(g) * (fmean(g) - fmean(everyone)) ** 2 for g in groups.values())
    return between / sum((x - fmean(everyone)) ** 2 for x in everyone)


def test_the_report_says_what_each_mean_lost(folder: Path) -> None:
    rows = table(folder)
    for told in report(folder)["means"]:
        scores = [float(one[told["variable"]]) for one in rows if one[told["variable"]]]
        assert told["released"] == pytest.approx(fmean(scores))
        assert told["source"] == pytest.approx(told["released"])
        assert told["why"].startswith("rien n’a été retiré")


def test_the_codebook_can_be_read(folder: Path) -> None:
    tree = html.fromstring((folder / "livre-de-codes.html").read_bytes())
    text = tree.text_content()
    assert [e.text for e in tree.xpath("//h3/code")] == list(table(folder)[0])
    for words in ("1.1 Pratique 1.1", "niveau 4", "Comment faites-vous", "ne sait pas", "clé"):
        assert words in text


def test_spss_reads_back_with_labels_and_missing_codes(folder: Path) -> None:
    frame, meta = pyreadstat.read_sav(
        str(folder / "donnees.sav"), user_missing=True, output_format="dict"
    )
    rows = table(folder)
    assert frame["p1"] == [float(one["p1"]) for one in rows]
    assert meta.column_names_to_labels["p1"] == "1.1 Pratique 1.1"
    assert meta.variable_value_labels["p1"][4.0] == "niveau 4"
    assert meta.variable_value_labels["p1"][-1.0] == "ne sait pas"
    assert meta.missing_ranges["p1"] == [{"lo": -8.0, "hi": -1.0}]
    known, _ = pyreadstat.read_sav(str(folder / "donnees.sav"), output_format="dict")
    assert sum(x is None or x != x for x in known["p1"]) == sum(float(o["p1"]) < 0 for o in rows)


def test_stata_reads_back_with_labels_and_missing_codes(folder: Path) -> None:
    frame, meta = pyreadstat.read_dta(
        str(folder / "donnees.dta"), user_missing=True, output_format="dict"
    )
    codes = {-1: "a", -2: "b"}
    told = [codes.get(int(float(one["p1"])), float(one["p1"])) for one in table(folder)]
    assert frame["p1"] == told
    assert str(meta.column_names_to_labels["t1"]).startswith("1 Thème 1")
    assert meta.variable_value_labels["size"][2] == "1 à 9 salariés"
    letters: dict[Any, str] = dict(meta.variable_value_labels["p1"])
    assert letters["g"] == "supprimé pour la confidentialité"


def test_parquet_reads_back_with_labels_and_missing_codes(folder: Path) -> None:
    read = pq.read_table(folder / "donnees.parquet")
    rows = table(folder)
    assert read.column("p2").to_pylist() == [float(one["p2"]) for one in rows]
    assert read.column("size").to_pylist() == [one["size"] for one in rows]
    described = read.schema.field("p1").metadata
    assert described[b"label"].decode() == "1.1 Pratique 1.1"
    assert json.loads(described[b"labels"])["4"] == "niveau 4"
    assert json.loads(described[b"missing"])["-2"] == "sans objet"


def test_the_ddi_codebook_is_well_made_and_complete(folder: Path) -> None:
    tree = etree.parse(str(folder / "livre-de-codes.xml"))
    etree.XMLSchema(etree.parse(DDI)).assertValid(tree)
    space = {"d": "ddi:codebook:2_5"}
    named = tree.xpath("//d:var/@name", namespaces=space)
    assert named == list(table(folder)[0])
    missing = tree.xpath(
        "//d:var[@name='p1']/d:catgry[@missing='Y']/d:catValu/text()", namespaces=space
    )
    assert missing == [str(-i) for i in range(1, 9)]


def test_pages_are_whole_and_call_nothing_from_outside(folder: Path) -> None:
    for name in ("livre-de-codes.html", "rapport.html"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "http" not in text
        assert text.endswith("</html>\n")


@pytest.mark.parametrize("count", [0, 4])
def test_too_few_firms_give_no_file(postgres_url: str, tmp_path: Path, count: int) -> None:
    with pytest.raises(CentreError):
        released(postgres_url, tmp_path, some_firms(count, BOOK, 1))
    assert not (tmp_path / "diffusion").exists()


def test_an_open_campaign_gives_no_file(postgres_url: str, tmp_path: Path) -> None:
    create(postgres_url, "2026", "2026Q1", "2026Q4")
    with pytest.raises(CentreError, match="gelez-la"):
        release(postgres_url, "2026", tmp_path / "d")


def test_a_folder_that_holds_something_is_left_alone(postgres_url: str, tmp_path: Path) -> None:
    (tmp_path / "diffusion").mkdir()
    (tmp_path / "diffusion" / "a.txt").write_text("à moi")
    with pytest.raises(CentreError, match="vide"):
        released(postgres_url, tmp_path, some_firms(100, BOOK, 1))
