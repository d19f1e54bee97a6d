"""Installing what the région publishes: all of a package or nothing, beside what is there."""

from __future__ import annotations

from dataclasses import dataclass

from consultant_app.domain.errors import KnownError
from consultant_app.services.news import note_news
from consultant_app.services.workspace import Workspace
from consultant_app.sharing.errors import SharingError
from consultant_app.sharing.packages import Verified, verified_package
from consultant_app.sharing.push import Region, read_region
from consultant_app.storage.enrolment import Package, Packages

REGION = "region"
_REFUSED = "packages_refused"


class BadRegionFileError(KnownError):
    """A file that does not describe a région, or one that would change its keys unseen."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What a package brought. ``warning``: "" or a sentence (it is past its date)."""

    id: str
    version: int
    titles: tuple[str, ...]
    warning: str = ""

    @property
    def sentence(self) -> str:
        """What is announced to the consultant."""
        what = ", ".join(f"«\u00a0{title}\u00a0»" for title in self.titles) or "rien de visible"
        return f"La région a publié du nouveau\u00a0: {what}. {self.warning}".strip()


class PackageInstaller:
    """Verifies and installs packages, from the network or by hand."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._packages = Packages(workspace.db)

    def install(self, raw: bytes) -> Installed:
        """Install a package; raises a `KnownError` that says why it is refused."""
        verified = verified_package(raw, self.keys(), self._packages.highest_version)
        library = self._workspace.library
        try:
            # Read before the transaction: no answer waits meanwhile to be saved.
            for name, text in verified.texts("questionnaire"):
                library.read_ahead(text, name)
            with library.undone_on_failure(), self._workspace.db.transaction():
                titles = self._store(verified)
                self._remember(verified)
        except RecursionError as error:
            raise SharingError(
                "Ce paquet est trop imbriqué pour être honnête\u202f; ne l’installez pas.", "nested"
            ) from error
        installed = Installed(
            verified.manifest.id, verified.manifest.version, tuple(titles), self._warning(verified)
        )
        note_news(self._workspace, installed.sentence)
        return installed

    def keys(self) -> tuple[str, ...]:
        """The région's two public keys, none before they are known."""
        return tuple(self._workspace.settings.get(REGION, {}).get("keys", ()))

    def take_region(self, raw: bytes) -> str:
        """Take the région's particulars from a file; return its name.

        Keys already known are never replaced by a file: that takes a new enrolment.
        """
        region = read_region(raw)
        if region is None:
            raise BadRegionFileError(
                "Ce fichier ne décrit pas une région\u202f; demandez-lui le bon fichier."
            )
        known = self.keys()
        if known and region.keys and set(known) != set(region.keys):
            raise BadRegionFileError(
                "Ce fichier changerait les clés de la région\u202f; appelez-la avant de continuer."
            )
        self.keep_region(region)
        return region.name

    def keep_region(self, region: Region) -> None:
        """Keep what the région says of itself; keys already known stay, whatever it says.

        The first keys heard of are trusted (over an authenticated connection, or from a file that
        the consultant chose); later ones never replace them: a centre that was broken into cannot
        sign packages for laptops that knew it before.
        """
        known = self.keys()
        kept = region.model_copy(update={"keys": known}) if known else region
        told = kept.model_dump(mode="json")
        if told != self._workspace.settings.get(REGION):
            self._workspace.settings.set(REGION, told)

    def versions(self) -> dict[str, int]:
        """Package id → highest version that need not be fetched: installed, or refused before."""
        found = dict(self._workspace.settings.get(_REFUSED, {}))
        for package in self._packages.all():
            found[package.id] = max(package.version, found.get(package.id, 0))
        return found

    def note_refusal(self, package_id: str, version: int, why: str) -> None:
        """Do not fetch this version again, and keep why: it can be read on its page later."""
        refused = dict(self._workspace.settings.get(_REFUSED, {}))
        refused[package_id] = max(version, refused.get(package_id, 0))
        self._workspace.settings.set(_REFUSED, refused)
        told = f"Un paquet de la région a été refusé ({package_id}, version {version})\u00a0: {why}"
        note_news(self._workspace, told, is_refusal=True)

    def _store(self, verified: Verified) -> list[str]:
        """Questionnaires first: catalogues are read against them. Codebooks are the centre's."""
        library = self._workspace.library
        source = f"paquet {verified.manifest.id} {verified.manifest.version}"
        titles = []
        for name, text in verified.texts("questionnaire"):
            questionnaire = library.install(text, name, package=source)
            titles.append(f"{questionnaire.title}, version {questionnaire.version}")
        for name, text in verified.texts("catalogue"):
            catalogue = library.install_catalogue(text, name, source)
            titles.append(f"{catalogue.title}, version {catalogue.version}")
        for name, text in verified.texts("references"):
            values = library.install_references(text, name, source)
            titles.append(f"Valeurs de référence {values.campaign}")
        return titles

    def _remember(self, verified: Verified) -> None:
        manifest = verified.manifest
        self._packages.add(
            Package(
                id=manifest.id,
                version=manifest.version,
                sha256=verified.sha256,
                manifest=verified.manifest_text,
                installed_at=self._workspace.clock.now(),
                expires_on=manifest.expires_on,
            )
        )

    def _warning(self, verified: Verified) -> str:
        if not verified.has_expired(self._workspace.clock.now().date()):
            return ""
        return (
            f"Ce paquet n’était prévu que jusqu’au {verified.manifest.expires_on:%d/%m/%Y}\u00a0: "
            "la région en a sans doute un plus récent."
        )
