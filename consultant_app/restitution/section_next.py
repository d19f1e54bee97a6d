"""What comes next: the parcours of actions, and the plan with its signatures."""

from __future__ import annotations

from collections.abc import Sequence

from consultant_app.domain.catalogue import Action
from consultant_app.domain.interview import PlanItem
from consultant_app.domain.recommendations import ActionProposal
from consultant_app.domain.typography import (
    HARD,
    NARROW,
    capital,
    clause,
    count,
    date_long,
    elided,
    enumerate_words,
    plural,
    sentence,
    uncapital,
)
from consultant_app.restitution import plan_dates
from consultant_app.restitution.model import (
    ActionStep,
    Fact,
    Parcours,
    Plan,
    PlanPeriod,
    PlanRow,
    Rich,
    Run,
    SignatureCell,
)
from consultant_app.restitution.phrases import bold, paragraph, run, sentence_of, text
from consultant_app.restitution.reading import Reading
from consultant_app.restitution.section_front import PARCOURS, PLAN

_EXAMPLE = "exemple, à remplacer par la région"
_NAMED = 2
#: Clauses that want a comma after « parce que ».
_COMMA = ("quand ", "si ", "sans ")


def parcours(reading: Reading) -> Parcours | None:
    """The actions in order; None without a catalogue."""
    catalogue = reading.context.catalogue
    if catalogue is None:
        return None
    actions = {action.id: action for action in catalogue.actions}
    removed = {item.action_id for item in reading.diagnosis.actions if not item.kept}
    steps = [
        step
        for step in reading.diagnosis.parcours
        if step.action_id in actions and step.action_id not in removed
    ]
    letters = {step.action_id: chr(ord("A") + i) for i, step in enumerate(steps)}
    return Parcours(
        anchor=PARCOURS,
        title="Votre parcours d’actions",
        lede=paragraph(_parcours_lede(reading, steps)),
        steps=tuple(_step(reading, step, actions[step.action_id], letters) for step in steps),
        note=paragraph(
            "Une action collective réunit plusieurs entreprises autour d’un même besoin ; un porteur "
            "l’organise. Une partie du coût peut être prise en charge : demandez-lui ce qui "
            "resterait pour vous."
        )
        if steps
        else "",
    )


def _parcours_lede(reading: Reading, steps: Sequence[ActionProposal]) -> str:
    kept = len(reading.numbers)
    if not kept:
        return "Sans priorité gardée, aucune action n’est proposée."
    if not steps:
        return (
            "Aucune action du catalogue ne répond à vos priorités pour une entreprise comme la "
            "vôtre. Le premier pas de chacune peut se faire sans attendre."
        )
    met = {p for step in steps for p in step.practice_ids if p in reading.numbers}
    actions = plural(len(steps), "action collective", "actions collectives")
    subject = f"{capital(count(len(steps), feminine=True))} {actions}"
    verb = plural(len(steps), "répond", "répondent")
    if len(met) == kept:
        what = "à votre priorité" if kept == 1 else f"à vos {count(kept)} priorités"
    else:
        what = f"à {count(len(met), feminine=True)} de vos {count(kept)} priorités"
    order = "L’ordre est une proposition ; rien" if len(steps) > 1 else "Rien"
    return f"{subject} {verb} {what}. {order} n’est réservé, c’est vous qui décidez."


def _step(
    reading: Reading, step: ActionProposal, action: Action, letters: dict[str, str]
) -> ActionStep:
    facts = [
        Fact("Pour qui", sentence_of(action.eligibility)),
        Fact("Durée", sentence_of(action.duration)),
        Fact("Porteur, contact, coût", "" if action.example else paragraph(_holder(action))),
    ]
    notes = {item.action_id: item.comment for item in reading.diagnosis.actions}
    return ActionStep(
        letter=letters[action.id],
        when=text(_when(action, letters)),
        title=text(action.title),
        promise=sentence_of(action.promise),
        because=_because(reading, step.practice_ids),
        facts=tuple(facts),
        example=text(_EXAMPLE) if action.example else "",
        note=sentence_of(notes.get(action.id, "")),
    )


def _holder(action: Action) -> str:
    return " ".join(sentence(part) for part in (action.holder, action.contact, action.cost) if part)


def _when(action: Action, letters: dict[str, str]) -> str:
    letter = letters[action.id]
    before = sorted(letters[a] for a in action.after if a in letters and letters[a] < letter)
    if before:
        return f"après {enumerate_words(before)}"
    return "pour commencer" if letter == "A" else "quand cela vous convient"


def _because(reading: Reading, practice_ids: Sequence[str]) -> Rich:
    """« Parce que … » : each practice named with its reason; their numbers close the sentence."""
    named = [p for p in practice_ids if p in reading.numbers] or list(practice_ids)
    why, *others = [_reason(reading, practice_id) for practice_id in named[:_NAMED]]
    que = "que, " if why.startswith(_COMMA) else elided("que", why).removesuffix(why)
    said = "".join(f"{NARROW}; {other}" for other in others)
    if more := named[_NAMED:]:
        titles = [f"« {reading.practice(p).title} »" for p in more]
        said += f". Elle aide aussi pour {enumerate_words(titles)}"
    lead = " " if que.endswith(" ") else ""
    return (bold(f"Parce {que.strip()}"), run(f"{lead}{why}{said}."), *_signs(reading, named))


def _reason(reading: Reading, practice_id: str) -> str:
    title = uncapital(reading.practice(practice_id).title)
    return f"{clause(reading.wording(practice_id).why)} ({title})"


def _signs(reading: Reading, practice_ids: Sequence[str]) -> list[Run]:
    marks = [m for p in practice_ids for m in reading.marks(p) if m.kind == "priority"]
    return [part for mark in marks for part in (Run(HARD), Run("", mark=mark))]


def plan(reading: Reading) -> Plan:
    """The plan at 3, 6 and 12 months, with room to write, and who signs."""
    decided = reading.diagnosis.interview.plan_decided
    lede = (
        "Ce que vous avez gardé, et la place d’écrire la suite."
        if decided
        else "Ce que le diagnostic propose : à garder, à changer ou à barrer."
    )
    if not reading.kept and not reading.vigilance:
        lede = "Rien ne s’impose : la place est à vous."
    return Plan(
        anchor=PLAN,
        title="Votre plan d’action",
        lede=paragraph(lede),
        columns=("Ce que nous ferons", "Qui", "Pour le", text("À quoi le verra-t-on ?"), "Fait"),
        periods=_periods(reading),
        signatures=_signatures(reading),
        note=paragraph(
            "Ce plan reste chez vous. L’envoi sans nom, si vous l’avez accepté, ne dit que les "
            "priorités et les actions gardées."
        ),
    )


_SPANS = (3, 6, 12)


def _periods(reading: Reading) -> tuple[PlanPeriod, ...]:
    start = reading.context.held_on or reading.diagnosis.interview.held_on
    rows: dict[int, list[PlanRow]] = {span: [] for span in _SPANS}
    for rank, item in enumerate(reading.kept, start=1):
        months = plan_dates.months_until(item.when, start)
        span = _by_rank(rank, len(reading.kept)) if months is None else _span(months)
        rows[span].append(_plan_row(reading, item))
    rows[3] += [_vigilance_row(reading, p) for p in reading.vigilance if p not in reading.numbers]
    room = 13 - sum(map(len, rows.values()))
    return tuple(
        PlanPeriod(
            title=text(f"À {span} mois"),
            around=plan_dates.around(start, span),
            rows=(*rows[span], *_blanks(span, len(rows[span]), room)),
        )
        for span in _SPANS
    )


def _blanks(span: int, filled: int, room: int) -> list[PlanRow]:
    """Room to write: one line at least, two where the page allows, three in an empty period."""
    wanted = 1 if span == 3 else 2
    if not filled:
        wanted += 1
    return [PlanRow(None, "", "", "", "")] * (wanted if room >= 5 else 1)


def _by_rank(rank: int, total: int) -> int:
    """Without a date, the first third comes first."""
    return _SPANS[min(2, (rank - 1) * 3 // max(total, 3))]


def _span(months: float) -> int:
    return next((span for span in _SPANS if months <= span), 12)


def _plan_row(reading: Reading, item: PlanItem) -> PlanRow:
    mark = reading.marks(item.practice_id)[0]
    return PlanRow(
        mark=mark,
        what=text(reading.wording(item.practice_id).first_step.rstrip(".")),
        who=text(item.who),
        when=text(plan_dates.due_words(item.when)),
        seen="",
        note=text(item.comment),
    )


def _vigilance_row(reading: Reading, practice_id: str) -> PlanRow:
    wording, point = reading.wording(practice_id), reading.vigilance[practice_id]
    step = wording.verify if point.level is None else wording.first_step
    return PlanRow(reading.marks(practice_id)[-1], text(step.rstrip(".")), "", "", "")


def _signatures(reading: Reading) -> tuple[SignatureCell, ...]:
    signed = reading.diagnosis.interview.signatures
    company, context = reading.company, reading.context
    names = (
        _with_role(company.dirigeant, company.dirigeant_role) or "Pour l’entreprise",
        _with_role(context.consultant, context.consultant_role) or "Pour le programme",
    )
    cells = [SignatureCell("Prochain point, le", "", "")]
    for rank, label in enumerate(names):
        signature = signed[rank] if rank < len(signed) else None
        said = f"{signature.name}, le {date_long(signature.on)}" if signature else ""
        cells.append(SignatureCell(text(label), text(said), signature.drawing if signature else ""))
    return tuple(cells)


def _with_role(name: str, role: str) -> str:
    return f"{name}, {role}" if name and role else name
