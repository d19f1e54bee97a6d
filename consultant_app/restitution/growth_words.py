"""Growth in words: it explains what the figures say together, and never judges."""

from __future__ import annotations

from collections.abc import Sequence

from consultant_app.domain.growth import Growth, GrowthType, YearFigures
from consultant_app.domain.typography import (
    capital,
    count,
    decimal,
    enumerate_words,
    euros,
    number,
    percent,
)

Values = Sequence[float | None]
#: A change smaller than this, first year to last, is called stable.
_STILL = 0.05


def type_words(growth: Growth, threshold: float) -> tuple[str, str]:
    """The type as a heading, and what it means in one line."""
    strong = percent(threshold)
    said = {
        GrowthType.HYPER: ("très forte", "le chiffre d’affaires a au moins doublé en quatre ans"),
        GrowthType.STRONG_CONTINUOUS: (
            "forte et continue",
            f"au moins {strong} par an, trois années de suite",
        ),
        GrowthType.STRONG_DISCONTINUOUS: (
            "forte, par à-coups",
            f"au moins {strong} par an en moyenne, avec des années plus calmes",
        ),
        GrowthType.REBOUND: ("en rebond", "une reprise, après une année de baisse"),
        GrowthType.DECLINE: ("en recul", "au moins 5 % de moins par an en moyenne"),
        GrowthType.MODERATE: ("mesurée", f"entre 5 et {strong} par an en moyenne"),
        GrowthType.STABLE: ("stable", "entre −5 et +5 % par an en moyenne"),
        GrowthType.TOO_SHORT: ("à suivre", "il faut trois exercices pour nommer une croissance"),
    }
    known = [rate for rate in growth.rates if rate is not None]
    if growth.type is GrowthType.STRONG_DISCONTINUOUS and all(r >= threshold - 1e-9 for r in known):
        return "forte", f"au moins {strong} par an en moyenne, sur moins de trois ans de recul"
    return said[growth.type]


def series(growth: Growth, name: str) -> list[float | None]:
    """One measure over the years, "margin" included (result / turnover)."""
    if name == "margin":
        return [_margin(year) for year in growth.years]
    return [getattr(year, name) for year in growth.years]


def _margin(year: YearFigures) -> float | None:
    if year.result is None or not year.turnover or year.turnover < 0:
        return None
    return year.result / year.turnover


def ends(values: Values) -> tuple[float, float] | None:
    """The first and last known values, where there are two."""
    known = [v for v in values if v is not None]
    return (known[0], known[-1]) if len(known) > 1 else None


def direction(values: Values, *, points: bool = False) -> int | None:
    """1 up, −1 down, 0 still, None when fewer than two values are known.

    ``points``: values are shares, still within one point.
    """
    pair = ends(values)
    if pair is None:
        return None
    first, last = pair
    change = last - first
    least = 0.01 if points else _STILL * max(abs(first), 1e-9)
    return 0 if abs(change) < least else 1 if change > 0 else -1


_NOUNS = {
    "turnover": ("le chiffre d’affaires", False),
    "staff": ("l’équipe", False),
    "margin": ("la marge", False),
    "equity": ("les fonds propres", True),
    "cash": ("la trésorerie", False),
}


def lede(growth: Growth) -> str:
    """What moved which way, then what this means for an enterprise that lives it."""
    moves = {name: direction(series(growth, name), points=name == "margin") for name in _NOUNS}
    known = sum(year.turnover is not None for year in growth.years)
    if known == 0:
        return (
            "Le chiffre d’affaires n’a pas été donné : cette page est à compléter avec votre "
            "expert-comptable."
        )
    if known == 1:
        return (
            "Un seul exercice : pas encore de croissance à lire. Voici le point de départ, à "
            "reprendre l’an prochain."
        )
    sentences = [_moved(moves, 1), _moved(moves, -1), _moved(moves, 0)]
    said = " ; ".join(sentence for sentence in sentences if sentence)
    return f"{capital(said)}. {_meaning(moves)}".strip()


def _moved(moves: dict[str, int | None], way: int) -> str:
    names = [name for name, move in moves.items() if move == way]
    if not names:
        return ""
    several = len(names) > 1 or _NOUNS[names[0]][1]
    verbs = {
        1: ("augmente", "augmentent"),
        -1: ("baisse", "baissent"),
        0: ("reste stable", "restent stables"),
    }
    nouns = enumerate_words([_NOUNS[name][0] for name in names])
    return f"{nouns} {verbs[way][several]}"


def _meaning(moves: dict[str, int | None]) -> str:
    turnover, cash, margin = moves["turnover"], moves["cash"], moves["margin"]
    if turnover == 1 and (cash == -1 or moves["equity"] == -1):
        return "Plus d’activité, c’est aussi plus d’argent à avancer."
    if turnover == 1 and margin == -1:
        return "Chaque vente laisse un peu moins qu’avant pour investir et tenir les creux."
    if turnover == 1 and margin == 1:
        return "L’activité grandit, et chaque vente laisse davantage."
    if turnover == -1 and margin == -1:
        return "Quand l’activité baisse, les dépenses fixes pèsent plus dans chaque vente."
    if turnover == -1 and cash == 1:
        return "Quand l’activité baisse, les clients paient encore les ventes d’avant."
    return ""


def turnover_sentence(values: Values, rates: Values, threshold: float) -> str:
    """From the first to the last turnover, and what the bold rates are."""
    pair = ends(values)
    if pair is None:
        known = [v for v in values if v is not None]
        return f"{euros(known[0])}." if known else ""
    said = f"De {euros(pair[0])} à {euros(pair[1])}."
    strong = [r for r in rates if r is not None and r >= threshold - 1e-9]
    if strong:
        said += f" En gras, {_years(len(strong))} à {percent(threshold)} ou plus."
    return said


def _years(n: int) -> str:
    return "l’année" if n == 1 else "les années"


def staff_sentence(values: Values) -> str:
    """How many more or fewer work in the firm."""
    pair = ends(values)
    if pair is None:
        return ""
    change = pair[1] - pair[0]
    if abs(change) < 0.05:
        return "Autant de personnes qu’au début."
    size = abs(change)
    whole = float(size).is_integer()
    amount = count(int(size), feminine=True) if whole else decimal(size)
    noun = ("personne" if size < 2 else "personnes") if whole else "équivalent temps plein"
    return f"{capital(amount)} {noun} de {'plus' if change > 0 else 'moins'}."


def margin_sentence(values: Values) -> str:
    """What is left of 100 € invoiced, then and now."""
    known = [v for v in values if v is not None]
    if not known:
        return ""
    now = _left(known[-1], "reste", "manque")
    if len(known) == 1:
        return f"Sur 100 € facturés, {now}."
    then = _left(known[0], "restait", "manquait")
    if then.split(" ")[-1] == now.split(" ")[-1] and (known[0] < 0) == (known[-1] < 0):
        return f"Sur 100 € facturés, {now}, comme au début."
    return f"Sur 100 € facturés, {then} ; {now}."


def _left(share: float, left: str, lacking: str) -> str:
    amount = abs(round(share * 100))
    if amount == 0:
        return f"il n’en {left} presque rien"
    verb = left if share > 0 else lacking
    return f"il en {verb} {number(amount)}"


def equity_sentence(equity: Values, turnover: Values) -> str:
    """Equity against turnover, which it must follow."""
    shares = [e / t if e is not None and t else None for e, t in zip(equity, turnover, strict=True)]
    pair = ends(shares)
    if pair is None:
        known = [s for s in shares if s is not None]
        return f"{capital(percent(known[0]))} du chiffre d’affaires." if known else ""
    if percent(pair[0]) == percent(pair[1]):
        return f"{percent(pair[1])} du chiffre d’affaires, comme au début."
    said = f"De {percent(pair[0])} à {percent(pair[1])} du chiffre d’affaires"
    if pair[1] < 0:
        return f"{said} : les pertes ont entamé ce que les associés avaient apporté."
    if direction(equity) == 1 and pair[1] < pair[0] - 0.005:
        return f"{said} : ils montent moins vite que lui."
    return f"{said}."


def cash_sentence(cash: Values, turnover: Values) -> str:
    """Cash in days of activity."""
    days = [
        c / t * 365 if c is not None and t else None for c, t in zip(cash, turnover, strict=True)
    ]
    known = [d for d in days if d is not None]
    if not known:
        return ""
    if known[-1] < 0:
        return "À la dernière clôture, le compte était à découvert."
    now = number(known[-1])
    noun = "jour" if known[-1] < 1.5 else "jours"
    if len(known) == 1:
        return f"{now} {noun} d’activité d’avance."
    if number(known[0]) == now:
        return f"{now} {noun} d’activité d’avance, comme au début."
    if known[0] < 0:
        return f"D’un découvert à {now} {noun} d’activité d’avance."
    return f"De {number(known[0])} à {now} {noun} d’activité d’avance."


def notes(growth: Growth, phase: str) -> list[str]:
    """What a careful reader needs beside the charts."""
    odd = [year for year in growth.years if year.is_annualised]
    said = ["Chiffres que vous avez donnés, en euros courants."]
    said += [
        f"L’exercice {year.year} a duré {count(year.months)} mois : ses ventes et son résultat sont "
        "ramenés à douze."
        for year in odd
    ]
    if growth.discontinuity:
        said.append(
            "Une reprise, une fusion ou une scission a eu lieu pendant ces années : les chiffres "
            "d’avant et d’après ne se comparent pas tout à fait, et le type ci-dessus est à lire "
            "avec prudence."
        )
    if growth.is_high_growth:
        said.append(
            "L’effectif a grandi d’au moins 10 % par an sur trois ans, à partir de dix salariés : "
            "c’est ce que l’Europe appelle une forte croissance."
        )
    elif growth.is_micro_high_growth:
        said.append("En trois ans, une équipe de moins de dix a gagné plus de trois personnes.")
    if phase:
        said.append(f"Vous situez l’entreprise « {phase} ».")
    return said
