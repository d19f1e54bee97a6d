"""Packages: what the région signed is installed beside the rest, everything else is refused."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consultant_app.domain.errors import KnownError
from consultant_app.services.packages import BadRegionFileError, PackageInstaller
from sync.protocol.enrolment import Region
from sync.protocol.errors import PackageError
from sync.protocol.packages import Kind, Manifest, build, content, public_hex, verify
from sync.server.database import administration
from sync.server.packaging import build_package, make_keys
from sync.server.published import publish, set_region
from tests.sync.centre import Centre
from tests.sync.laptops import DATA, Laptop

KEYS = [Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2)]
PUBLIC = tuple(public_hex(key) for key in KEYS)
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes([9]) * 32)
MINIMAL = (DATA / "questionnaires" / "minimal.yaml").read_text(encoding="utf-8")
Second = MINIMAL.replace("version: 1", "version: 2").replace("Le plus petit", "Le tout petit")


def package(
    *files: tuple[Kind, str, str],
    version: int = 1,
    keys: list[Ed25519PrivateKey] = KEYS,
    package_id: str = "region",
    expires_on: date | None = None,
) -> bytes:
    manifest = Manifest(
        id=package_id,
        version=version,
        made_on=date(2026, 9, 1),
        expires_on=expires_on,
        contents=tuple(content(*file) for file in files),
    )
    return build(manifest, {name: text for _, name, text in files}, keys)


def second(**more: object) -> bytes:
    return package(("questionnaire", "minimal.yaml", Second), **more)  # type: ignore[arg-type]


@pytest.fixture
def installer(laptop: Laptop) -> PackageInstaller:
    laptop.workspace.settings.set("region", {"keys": list(PUBLIC)})
    return PackageInstaller(laptop.workspace)


def test_a_signed_questionnaire_stands_beside_the_old_one(
    laptop: Laptop, installer: PackageInstaller
) -> None:
    installed = installer.install(second())
    assert "Le tout petit questionnaire, version 2" in installed.sentence
    library = laptop.workspace.library
    assert library.questionnaire("minimal").version == 2
    assert library.questionnaire("minimal", 1).title == "Le plus petit questionnaire"
    source = {e.version: e.source for e in library.entries() if e.id == "minimal"}[2]
    assert source == "paquet region 1"


def test_reference_values_and_a_catalogue_come_the_same_way(
    laptop: Laptop, installer: PackageInstaller
) -> None:
    from consultant_app.domain.loading import load_catalogue

    library = laptop.workspace.library
    resources = Path(__file__).resolve().parents[2] / "resources"
    catalogue = (resources / "catalogues" / "actions-exemples.yaml").read_text(encoding="utf-8")
    newer = catalogue.replace("\nversion: 1\n", "\nversion: 5\n", 1)
    load_catalogue(newer, "x", {"diagnostic-general": library.questionnaire("diagnostic-general")})
    values = {
        "id": "ref",
        "version": 1,
        "questionnaire": "minimal",
        "campaign": "2026",
        "groups": [{"n": 40, "themes": {"a": {"n": 40, "median": 2.0}}}],
    }
    installer.install(
        package(
            ("catalogue", "catalogue.yaml", newer),
            ("references", "valeurs.json", json.dumps(values)),
        )
    )
    found = library.references("minimal")
    assert found is not None
    assert found.campaign == "2026"
    served = library.catalogue("diagnostic-general")
    assert served is not None
    assert served.version == 5


def test_past_its_date_a_package_warns_and_is_installed(installer: PackageInstaller) -> None:
    installed = installer.install(second(expires_on=date(2020, 1, 31)))
    assert "31/01/2020" in installed.warning


def deep_json(levels: int) -> str:
    return "[" * levels + "]" * levels


def tampered() -> bytes:
    return second().replace(b"Le tout petit", b"Le tout grand")


def path_trick(name: str) -> bytes:
    told = json.loads(second())
    told["files"] = {name: told["files"]["minimal.yaml"]}
    told["manifest"] = told["manifest"].replace("minimal.yaml", name)
    return json.dumps(told).encode()


def swapped_manifest() -> bytes:
    told = json.loads(second(version=3))
    told["signatures"] = json.loads(second())["signatures"]
    return json.dumps(told).encode()


def one_key_twice() -> bytes:
    told = json.loads(second(keys=KEYS[:1]))
    told["signatures"] *= 2
    return json.dumps(told).encode()


def slow_rule() -> bytes:
    rule = "(" * 3000 + "1" + ")" * 3000
    text = Second.replace(
        "        keep: Continuez.", f"        keep: Continuez.\n        relevant: {rule} = 1"
    )
    return package(("questionnaire", "minimal.yaml", text))


def long_rule() -> bytes:
    rule = " + ".join(["1"] * 40_000)
    text = Second.replace(
        "        keep: Continuez.", f"        keep: Continuez.\n        relevant: {rule} = 1"
    )
    return package(("questionnaire", "minimal.yaml", text))


def yaml_bomb() -> bytes:
    lines = ['a0: &a0 ["x","x","x","x","x","x","x","x","x"]']
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return package(("questionnaire", "minimal.yaml", "\n".join(lines)))


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "not a package": (lambda: b"PK\x03\x04 an archive", "pas un paquet"),
    "empty": (lambda: b"", "pas un paquet"),
    "unsigned": (lambda: second(keys=[]), "les deux signatures"),
    "one signature": (lambda: second(keys=KEYS[:1]), "une des deux"),
    "one key twice": (one_key_twice, "une des deux"),
    "a stranger's key": (lambda: second(keys=[KEYS[0], STRANGER]), "une des deux"),
    "signatures of another": (swapped_manifest, "les deux signatures"),
    "tampered text": (tampered, "changé après la signature"),
    "path upwards": (lambda: path_trick("../../minimal.yaml"), "pas un paquet"),
    "absolute path": (lambda: path_trick("/etc/minimal.yaml"), "pas un paquet"),
    "drive": (lambda: path_trick("c:minimal.yaml"), "pas un paquet"),
    "huge": (lambda: b"[" + b"1," * 6_000_000 + b"1]", "trop gros"),
    "nested": (lambda: deep_json(100_000).encode(), "trop imbriqué"),
    "nested within": (
        lambda: package(("references", "valeurs.json", deep_json(50_000))),
        "trop imbriqué",
    ),
    "slow rule": (slow_rule, ""),
    "long rule": (long_rule, ""),
    "yaml bomb": (yaml_bomb, ""),
    "program": (
        lambda: package(("questionnaire", "minimal.yaml", "!!python/object/apply:os.getcwd []")),
        "",
    ),
    "faulty questionnaire": (
        lambda: package(("questionnaire", "minimal.yaml", "id: minimal\n")),
        "",
    ),
    "other text, same version": (
        lambda: package(("questionnaire", "minimal.yaml", MINIMAL.replace("plus petit", "autre"))),
        "augmentez le numéro",
    ),
    "faulty reference values": (lambda: package(("references", "valeurs.json", "{}")), ""),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_packages_are_refused_at_once_with_a_sentence(
    laptop: Laptop, installer: PackageInstaller, name: str
) -> None:
    make, words = BAD[name]
    raw = make()
    before = [(e.id, e.version) for e in laptop.workspace.library.entries()]
    # The time of this very thread: how busy the machine is tells nothing of the package.
    start = time.thread_time()
    with pytest.raises(KnownError) as refusal:
        installer.install(raw)
    assert time.thread_time() - start < 1
    assert words in refusal.value.sentence
    assert refusal.value.sentence.endswith(".")
    assert [(e.id, e.version) for e in laptop.workspace.library.entries()] == before
    assert installer.versions() == {}


def test_versions_only_rise(installer: PackageInstaller) -> None:
    installer.install(second(version=7))
    for version in (7, 6):
        with pytest.raises(KnownError, match="déjà là"):
            installer.install(second(version=version))


def test_without_keys_nothing_is_trusted(laptop: Laptop) -> None:
    with pytest.raises(KnownError, match="raccordez-vous"):
        PackageInstaller(laptop.workspace).install(second())


def test_a_half_good_package_installs_nothing(laptop: Laptop, installer: PackageInstaller) -> None:
    raw = package(("questionnaire", "minimal.yaml", Second), ("references", "valeurs.json", "{}"))
    with pytest.raises(KnownError):
        installer.install(raw)
    assert laptop.workspace.library.questionnaire("minimal").version == 1


def test_the_configuration_comes_as_a_file_and_never_changes_the_keys(laptop: Laptop) -> None:
    installer = PackageInstaller(laptop.workspace)
    told = Region(name="Région d’essai", controller="La région", keys=PUBLIC)
    assert installer.take_region(told.model_dump_json().encode()) == "Région d’essai"
    installer.install(second())
    other = told.model_copy(update={"keys": (PUBLIC[0], public_hex(STRANGER))})
    with pytest.raises(BadRegionFileError, match="changerait les clés"):
        installer.take_region(other.model_dump_json().encode())
    with pytest.raises(BadRegionFileError, match="ne décrit pas"):
        installer.take_region(b"[]")


def test_what_is_published_comes_with_the_next_exchange(centre: Centre, laptop: Laptop) -> None:
    laptop.sending.enrol(centre.url, centre.code())
    with administration(centre.database_url) as connection:
        set_region(connection, Region(controller="Région d’essai", keys=PUBLIC))
        publish(connection, second(), PUBLIC)
    report = laptop.sync()
    assert [(p.id, p.version) for p in report.packages] == [("region", 1)]
    assert any("a publié du nouveau" in sentence for sentence in report.sentences())
    assert laptop.sync().packages == []
    assert laptop.workspace.library.questionnaire("minimal").version == 2
    assert laptop.workspace.settings.get("region")["controller"] == "Région d’essai"


def test_a_centre_that_was_broken_into_cannot_change_the_keys(
    centre: Centre, laptop: Laptop
) -> None:
    with administration(centre.database_url) as connection:
        set_region(connection, Region(keys=PUBLIC))
    laptop.sending.enrol(centre.url, centre.code())
    theirs = [STRANGER, Ed25519PrivateKey.from_private_bytes(bytes([8]) * 32)]
    keys = tuple(public_hex(key) for key in theirs)
    with administration(centre.database_url) as connection:
        set_region(connection, Region(keys=keys))
        publish(connection, second(keys=theirs), keys)
    report = laptop.sync()
    assert report.packages == []
    assert "les deux signatures" in report.packages_refused[0]
    assert laptop.sync().packages_refused == []
    assert laptop.workspace.library.questionnaire("minimal").version == 1


def test_the_centre_publishes_only_what_both_keys_signed(centre: Centre) -> None:
    with administration(centre.database_url) as connection:
        for raw in (second(keys=KEYS[:1]), tampered()):
            with pytest.raises(PackageError):
                publish(connection, raw, PUBLIC)
        publish(connection, second(version=4), PUBLIC)
        with pytest.raises(PackageError, match="déjà là"):
            publish(connection, second(version=4), PUBLIC)


def test_keys_and_packages_are_made_offline(tmp_path: Path) -> None:
    pairs = make_keys(tmp_path / "cles")
    assert (pairs[0].private.stat().st_mode & 0o777) == 0o600
    with pytest.raises(PackageError, match="déjà des clés"):
        make_keys(tmp_path / "cles")
    file = tmp_path / "minimal.yaml"
    file.write_text(Second, encoding="utf-8")
    today = datetime.now(UTC).date()
    raw = build_package([file], [p.private for p in pairs], today)
    verified = verify(raw, [p.id for p in pairs])
    assert (verified.manifest.id, verified.manifest.version) == ("minimal", 2)
    with pytest.raises(PackageError, match="deux clés différentes"):
        build_package([file], [pairs[0].private] * 2, today)
    with pytest.raises(PackageError, match="clé"):
        build_package([file], [pairs[0].public, pairs[1].private], today)
