"""The columns of a release, in order: ids, keys, circumstances, answers, scores, what was kept."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sync.protocol.codebook import CodeLabel, PracticeCode
from sync.server.publication.columns import Tiny
from sync.server.publication.sample import Sample
from sync.server.publication.scores import MISSING, Flags, Floats, Ints, Levels, Small
from sync.server.release.lists import DURATIONS, GROWTH, coded, listed
from sync.server.release.variables import SUPPRESSED, UNKNOWN, Column, Role


def drawn(count: int) -> Ints:
    """An order drawn anew for each release, from the system's own randomness.

    Sorting by 64 random bits is as good as shuffling: two alike come once in 10⁷ millions.
    """
    lots = np.frombuffer(secrets.token_bytes(8 * count), dtype=np.uint64)
    return np.argsort(lots)


def answers_of(sample: Sample, practice: str) -> Small:
    """One practice's answers: indexes of levels, or negative missing codes."""
    return sample.levels.answers[:, sample.levels.practices.index(practice)]


class Table:
    """The columns of a release, in order."""

    def __init__(
        self,
        sample: Sample,
        keys: Sequence[Column],
        hidden: Flags,
        links: Ints,
        left_out: frozenset[str],
    ) -> None:
        self._sample, self._keys, self._hidden = sample, keys, hidden
        self._links, self._left_out = links, left_out
        self._book = sample.book

    def columns(self) -> list[Column]:
        """Every column, in order."""
        return [
            *self._ids(),
            *self._released_keys(),
            *self._circumstances(),
            *self._practices(),
            *self._computed(),
            *self._wishes(),
            *self._kept(),
        ]

    def _ids(self) -> list[Column]:
        count = len(self._sample)
        numbers = np.arange(1, count + 1, dtype=np.float64)
        _, ranks = np.unique(self._links, return_inverse=True)
        # Drawn anew too: the number of a link says nothing of its class.
        numbers_of_links = drawn(int(ranks.max(initial=0)) + 1).astype(np.float64) + 1
        links = np.where(self._links >= 0, numbers_of_links[ranks], np.nan)
        return [
            Column("id", "Numéro tiré au sort, propre à ce fichier", "id", numbers),
            Column("link", "Même entreprise revue (propre à ce fichier)", "id", links),
        ]

    def _released_keys(self) -> list[Column]:
        return [
            Column(
                key.name,
                key.label,
                "key",
                np.where(self._hidden[:, j], float(SUPPRESSED), key.values),
                key.codes,
                key.labels,
            )
            for j, key in enumerate(self._keys)
        ]

    def _circumstances(self) -> list[Column]:
        facts, book = self._sample.facts, self._book
        extents = {"full": "entretien complet", "short": "entretien court"}
        occasions = {"first": "premier diagnostic", "follow_up": "suivi"}
        sizes: list[tuple[str, str, Role, dict[str, str]]] = [
            ("extent", "Étendue de l’entretien", "other", extents),
            ("occasion", "Premier diagnostic ou suivi", "other", occasions),
            ("growth_type", "Type de croissance du chiffre d’affaires", "sensitive", GROWTH),
            ("phase", "Phase ressentie", "sensitive", coded(book.phases)),
            ("attitude", "Attitude envers la croissance", "sensitive", coded(book.attitudes)),
            ("duration", "Durée de l’entretien", "other", DURATIONS),
        ]
        version = Column(
            "version", "Version du questionnaire", "other", self._sample.version.astype(np.float64)
        )
        lists = [
            listed(name, label, role, facts[name], labels)
            for name, label, role, labels in sizes
            if name not in self._left_out and labels
        ]
        confidence = _told(self._sample.confidence)
        scale = {1.0: "faible", 2.0: "moyenne", 3.0: "bonne"}
        return [
            version,
            *lists,
            Column("confidence", "Confiance du conseiller", "other", confidence, (), scale),
        ]

    def _practices(self) -> list[Column]:
        return [
            self._practice(practice)
            for theme in self._book.themes
            for practice in theme.practices
            if practice.id not in self._left_out
        ]

    def _practice(self, practice: PracticeCode) -> Column:
        answers = answers_of(self._sample, practice.id)
        values = np.append(self._sample.levels.values, 0.0)
        placed = np.where(answers >= 0, values[np.maximum(answers, -1)], answers.astype(float))
        labels = {level.value: level.label for level in practice.levels}
        label = f"{practice.number} {practice.title}"
        return Column(practice.id, label, "sensitive", placed, (), labels, practice.question)

    def released_levels(self) -> Levels:
        """The levels that are released; what is left out was never asked."""
        levels = self._sample.levels
        columns = [p in self._left_out for p in levels.practices]
        answers = levels.answers.copy()
        answers[:, columns] = MISSING["not_asked"]
        return Levels(levels.practices, levels.values, answers)

    def _computed(self) -> list[Column]:
        found: list[Column] = []
        scores = _scores(self._sample, self.released_levels())
        for theme in self._book.themes:
            mean, lower, coverage = scores[theme.id]
            title = f"{theme.number} {theme.title}"
            found += [
                Column(theme.id, f"{title}\u00a0: moyenne", "computed", mean),
                Column(f"{theme.id}_low", f"{title}\u00a0: borne basse", "computed", lower),
                Column(f"{theme.id}_coverage", f"{title}\u00a0: couverture", "computed", coverage),
            ]
        if self._book.overall is not None:
            overall = self._book.overall
            found.append(Column(overall.id, overall.title, "computed", scores[""][0]))
        return found

    def _wishes(self) -> list[Column]:
        found = []
        told = {"importance": self._sample.importance, "wish": self._sample.wish}
        scale = {0.0: "aucune", 1.0: "faible", 2.0: "moyenne", 3.0: "forte"}
        yes = {0.0: "non", 1.0: "oui"}
        for theme in self._book.themes:
            for name, label, labels in (
                ("importance", "importance", scale),
                ("wish", "souhait d’y travailler", yes),
            ):
                stated = told[name].column(theme.id)
                numbers = _told(
                    stated if stated is not None else np.full(len(self._sample), -1, np.int8)
                )
                title = f"{theme.title}\u00a0: {label}"
                found.append(Column(f"{theme.id}_{name}", title, "other", numbers, (), labels))
        return found

    def _kept(self) -> list[Column]:
        """Needs, actions, brakes and levers.

        A need of a practice that is left out would tell of its level: it goes too, and so do the
        actions of that record, which answer to its needs.
        """
        sample, yes = self._sample, {0.0: "non", 1.0: "oui"}
        columns = {p: j for j, p in enumerate(sample.levels.practices)}
        gone = sample.needs[:, [j for p, j in columns.items() if p in self._left_out]].any(axis=1)
        found = [
            Column(
                f"need_{p.id}",
                f"Besoin retenu\u00a0: {p.number} {p.title}",
                "other",
                sample.needs[:, columns[p.id]].astype(np.float64),
                (),
                yes,
            )
            for theme in self._book.themes
            for p in theme.practices
            if p.id not in self._left_out
        ]
        titles = coded(self._book.actions)
        for number, code in enumerate(sample.action_codes):
            kept = np.where(gone, float(SUPPRESSED), sample.actions[:, number].astype(np.float64))
            label = f"Action retenue\u00a0: {titles.get(code, code)}"
            found.append(Column(f"action_{code}", label, "other", kept, (), yes))
        for name, label, codes in (
            ("brake", "Frein", self._book.brakes),
            ("lever", "Levier", self._book.levers),
        ):
            found += [self._ranked(name, label, code) for code in codes]
        return found

    def _ranked(self, name: str, label: str, code: CodeLabel) -> Column:
        ranks = self._sample.cited[f"{name}s"].column(code.code)
        if ranks is None:
            ranks = np.zeros(len(self._sample), dtype=np.int8)
        labels = {0.0: "non cité", 1.0: "1er", 2.0: "2e", 3.0: "3e"}
        title = f"{label} cité\u00a0: {code.label}"
        return Column(f"{name}_{code.code}", title, "other", ranks.astype(np.float64), (), labels)


def _told(numbers: Tiny) -> Floats:
    return np.where(numbers >= 0, numbers.astype(np.float64), float(UNKNOWN))


def _scores(sample: Sample, levels: Levels) -> dict[str, tuple[Floats, Floats, Floats]]:
    """Theme → (mean, lower bound, coverage), from released levels; "" is the overall score."""
    released = replace(sample, levels=levels)
    found = {}
    for theme in sample.book.themes:
        scores = released.theme_score(theme.id)
        found[theme.id] = scores.score, scores.lower_bound, scores.coverage
    overall = released.overall()
    if overall is not None:
        found[""] = (overall, overall, overall)
    return found
