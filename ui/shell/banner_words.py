"""The words of the patient banner from the facts of the record."""

from dataclasses import replace

from carenurse.app.banner import Banner
from carenurse.translations import tr
from ui.widgets.banner import BannerFacts


def in_words(facts: Banner, *, family: bool = False) -> BannerFacts:
    """Say who this person is and what must not be missed.

    While the ``family`` looks, what a screening found and what the nurse is warned of are left out.
    """
    if family:
        facts = replace(facts, untold=(), other_alerts=(), alerts=())
    return BannerFacts(
        name=facts.name,
        line=_joined(_fictional(facts), _age(facts), _born(facts), _gender(facts), _speaks(facts)),
        short_line=_joined(_fictional(facts), _short_age(facts), facts.speaks),
        allergies=_allergies(facts),
        allergens=facts.allergens,
        allergic=not (facts.no_known_allergies and not facts.allergies),
        untold=" · ".join(facts.untold),
        alerts=" · ".join(facts.other_alerts),
        alert_count=len(facts.other_alerts),
        wishes=", ".join(facts.wishes),
        representative=facts.representative,
        fictional=facts.fictional,
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _fictional(facts: Banner) -> str:
    return tr("Fictional") if facts.fictional else ""


def _age(facts: Banner) -> str:
    if facts.deceased:
        return tr("deceased")
    return tr("{age} years", age=facts.age) if facts.age is not None else ""


def _short_age(facts: Banner) -> str:
    return _age(facts) if facts.deceased or facts.age is None else str(facts.age)


def _born(facts: Banner) -> str:
    return tr("born {day}", day=facts.born) if facts.born else ""


def _gender(facts: Banner) -> str:
    return {"female": tr("she"), "male": tr("he"), "other": tr("they")}.get(facts.gender, "")


def _speaks(facts: Banner) -> str:
    return tr("speaks {language}", language=facts.speaks) if facts.speaks else ""


def _allergies(facts: Banner) -> tuple[str, ...]:
    if facts.allergies:
        return facts.allergies
    if facts.no_known_allergies:
        return (tr("No known allergies"),)
    return (tr("No known drug allergies") if facts.no_known_drug_allergies else tr("Not asked yet"),)
