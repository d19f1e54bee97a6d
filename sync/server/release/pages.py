"""The codebook and the disclosure report as pages to be read (HTML, nothing from outside)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from sync.server.release.disclosure import Report
from sync.server.release.variables import MISSING_LABELS, Column, Microdata

_STYLE = """
body{font:16px/1.5 Georgia,serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1d2433}
h1,h2,h3{font-family:Helvetica,Arial,sans-serif;line-height:1.2}h2{margin-top:2.5rem}
table{border-collapse:collapse;margin:1rem 0}td,th{border-bottom:1px solid #cfd4de;padding:.3rem .8rem;
text-align:left;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}
code{font-size:.9em;background:#f1f3f7;padding:0 .2em}.q{font-style:italic;color:#475069}
"""
_ROLES = {
    "id": "identifiant",
    "key": "clé",
    "sensitive": "sensible",
    "other": "autre",
    "computed": "calculée",
}


def codebook_page(data: Microdata) -> str:
    """The codebook: every column, its labels, its missing codes."""
    parts = [
        (
            f"<p>{len(data)} entretiens, {len(data.columns)} variables, trimestres "
            f"{escape(data.quarters[0])} à {escape(data.quarters[1])}.</p>"
        ),
        "<h2>Valeurs manquantes</h2>",
        _table(("Code", "Stata", "Sens"), _missing_rows()),
        "<h2>Variables</h2>",
        *(_column(column) for column in data.columns),
    ]
    return _page(f"Livre de codes – {data.title}", parts)


def _missing_rows() -> list[tuple[str, str, str]]:
    return [(str(c), f".{chr(96 - c)}", label) for c, label in MISSING_LABELS.items()]


def _column(column: Column) -> str:
    question = f'<p class="q">{escape(column.question)}</p>' if column.question else ""
    rows = [
        (column.text(v) if column.codes else format(v, "g"), label)
        for v, label in column.labels.items()
    ]
    labels = _table(("Valeur", "Sens"), rows) if rows else ""
    return (
        f"<h3><code>{escape(column.name)}</code> {escape(column.label)}</h3>"
        f"<p>Rôle\u00a0: {_ROLES[column.role]}.</p>{question}{labels}"
    )


def report_page(told: Report) -> str:
    """The disclosure report and the scale's qualities."""
    shares = [(key, _whole(n), _percent(n / told.records)) for key, n in told.suppressed.items()]
    means = [(m.variable, _number(m.source, 5), _number(m.released, 5), m.why) for m in told.means]
    parts = [
        "<h2>Ce qui protège</h2>",
        (
            f"<p>{_whole(told.records)} entretiens en {_whole(told.classes)} classes. Clés\u00a0: "
            f"{_codes(told.keys)}. La plus petite classe compte {told.k} entretiens (demandé\u00a0: "
            f"k ≥ {told.k_wanted} entreprises). Dans chaque classe, chaque variable sensible prend au "
            f"moins {told.l} valeurs (demandé\u00a0: ℓ ≥ {told.l_wanted})\u202f; une valeur manquante est une "
            "valeur.</p>"
        ),
        f"<p>Variables sensibles ({len(told.sensitive)})\u00a0: {_codes(told.sensitive)}.</p>",
        "<h2>Ce qui a été retiré</h2>",
        _table(("Clé", "Entretiens où elle est supprimée", "Part"), shares),
        _left_out(told),
        (
            f"<p>Suivis reliés à leur premier entretien\u00a0: {told.links}\u202f; non reliés, parce "
            "que les deux "
            f"ensemble en diraient trop\u00a0: {told.links_lost}. Besoins retirés\u00a0: {told.needs_lost}.</p>"
        ),
        "<h2>Ce que cela coûte</h2>",
        _table(("Score", "Moyenne reçue", "Moyenne diffusée", "Pourquoi"), means),
        "<h2>Qualités de l’instrument</h2>",
        _table(_QUALITY, _quality_rows(told)),
        *_item_rest(told),
        (
            "<p>L’effet du consultant ne peut pas être séparé de celui de l’entreprise\u00a0: aucune "
            "fiche ne dit qui a mené l’entretien.</p>"
        ),
    ]
    return _page(f"Rapport de confidentialité – campagne {told.campaign}", parts)


def _left_out(told: Report) -> str:
    if not told.left_out:
        return "<p>Aucune variable n’a été retirée.</p>"
    rows = list(told.left_out.items())
    return "<p>Variables non diffusées\u00a0:</p>" + _table(("Variable", "Raison"), rows)


_QUALITY = (
    "Thème", "n", "Moyenne", "Écart type", "NSP", "SO", "Alpha", "n (alpha)",
    "Variance entre activités", "entre tailles", "entre territoires",
)  # fmt: skip


def _quality_rows(told: Report) -> list[tuple[str, ...]]:
    return [
        (
            q.title,
            _whole(q.n),
            _number(q.mean),
            _number(q.deviation),
            _percent(q.nsp_share),
            _percent(q.so_share),
            _number(q.alpha),
            _whole(q.alpha_n),
            *(_percent(q.between.get(key)) for key in ("activity", "size", "territory")),
        )
        for q in told.quality
    ]


def _item_rest(told: Report) -> Iterable[str]:
    yield "<h3>Corrélation de chaque pratique avec les autres de son thème</h3>"
    rows = [
        (q.title, practice, _number(value))
        for q in told.quality
        for practice, value in q.item_rest.items()
    ]
    yield _table(("Thème", "Pratique", "r"), rows)


def _codes(names: Sequence[str]) -> str:
    return ", ".join(f"<code>{escape(name)}</code>" for name in names)


def _whole(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def _number(value: float | None, digits: int = 2) -> str:
    return "—" if value is None else f"{value:.{digits}f}".replace(".", ",")


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{100 * share:.1f}\u202f%".replace(".", ",")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(h)}</th>" for h in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _page(title: str, parts: Iterable[str]) -> str:
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>{''.join(parts)}</body></html>\n"
    )
