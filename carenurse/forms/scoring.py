"""Totals with what they mean, and red flags with why: no number before every counted question is answered."""

from dataclasses import dataclass
from decimal import Decimal

from carenurse.forms.elements import is_element, number, value_of
from carenurse.forms.fhirpath import ExpressionError
from carenurse.forms.fhirpath.values import truth
from carenurse.forms.flag_places import place_of
from carenurse.forms.form import Band, Formula, ScoreRule, Severity
from carenurse.forms.nodes import Node, Place, option_score
from carenurse.forms.reckoning import Reckoner
from carenurse.forms.validation import refuses

NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Score:
    """A total as it may be shown.

    ``total`` is None until all ``of`` counted questions are answered; ``so_far`` is the sum of the points
    given up to then, when the counted questions are choices with points (to show as "3 so far", never as a
    score). ``problem`` is why it cannot be calculated at all.
    """

    link: str
    label: str
    total: Decimal | None
    answered: int
    of: int
    so_far: Decimal | None
    band: str
    severity: Severity
    action: str
    problem: str = ""
    next_forms: tuple[str, ...] = ()
    """Canonical addresses of the forms that the band asks for."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag that is up: what was found, what to do, how much it presses.

    ``rule`` is its number in the form: a flag keeps its number whichever others are up. ``place`` is the
    question that it is about, ``alert`` what everybody must know until it is resolved; mostly nothing.
    """

    link: str
    says: str
    action: str
    severity: Severity
    problem: str = ""
    rule: int = 0
    place: Place = NOWHERE
    alert: str = ""
    next_forms: tuple[str, ...] = ()


def scores_of(reckoner: Reckoner) -> tuple[Score, ...]:
    """Give every score of the form as it stands now."""
    return tuple(_score(reckoner, rule) for rule in reckoner.form.scores)


def _score(reckoner: Reckoner, rule: ScoreRule) -> Score:
    nodes = [node for link in rule.counts for node in reckoner.nodes.get(link, ()) if node.enabled]
    answered = [node for node in nodes if node.confirmed and not refuses(node, reckoner.now.tzinfo)]
    holder = next(iter(reckoner.nodes.get(rule.link, ())), None)
    complete = len(answered) == len(nodes)
    total = _number(holder) if holder is not None and complete and holder.enabled else None
    band = _band(reckoner, rule, holder, total) if total is not None else None
    item = reckoner.form.index[rule.link]
    return Score(
        link=rule.link,
        label=item.short or item.text,
        total=total,
        answered=len(answered),
        of=len(nodes),
        so_far=_so_far(answered),
        band=band.label if band else "",
        severity=band.severity if band else Severity.NONE,
        action=band.action if band else "",
        problem=holder.problem if holder else "",
        next_forms=band.next_forms if band else (),
    )


def _number(node: Node) -> Decimal | None:
    if not node.answers:
        return None
    value = value_of(node.answers[0])
    return number(value.get("value") if is_element(value) else value)


def _so_far(answered: list[Node]) -> Decimal | None:
    points = [option_score(node.item, node.answers) for node in answered if node.item]
    known = [one for one in points if one is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(points) else None


def _band(reckoner: Reckoner, rule: ScoreRule, holder: Node | None, total: Decimal) -> Band | None:
    for band in rule.bands:
        if band.when is not None:
            if holder is not None and _true(reckoner, band.when, holder):
                return band
        elif band.holds(total):
            return band
    return None


def _true(reckoner: Reckoner, formula: Formula, node: Node) -> bool:
    try:
        return truth(reckoner.evaluate(formula, node), "when") is True
    except ExpressionError:
        return False


def flags_of(reckoner: Reckoner) -> tuple[Flag, ...]:
    """Give the flags that are up now. A flag that cannot be worked out is up, with why."""
    found: list[Flag] = []
    for which, rule in enumerate(reckoner.form.flags):
        nodes = reckoner.nodes.get(rule.link, []) if rule.link else [reckoner.root]
        for node in nodes:
            if not node.enabled:
                continue
            try:
                up, problem = truth(reckoner.evaluate(rule.when, node), "flag") is True, ""
            except ExpressionError as failure:
                up, problem = True, str(failure)
            if up:
                place = place_of(reckoner.form, rule, node, reckoner.nodes)
                said = (rule.link, rule.says, rule.action, rule.severity)
                found.append(Flag(*said, problem, which, place, rule.alert, rule.next_forms))
    return tuple(found)
