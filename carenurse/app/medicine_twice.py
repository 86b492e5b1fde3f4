"""Which lines of one medicine list name the same ingredient, so that it may be taken twice.

Two hospitals write one medicine in two ways, and after a change of the dose the order before may stand still.
The lines stay as they are: only the person, or the prescriber, can tell which of them holds. Compared are
codes of one system and the words of the names, besides those that many medicines share; a brand counts as the
ingredients that ``medicine_classes`` knows of it. Nobody has reviewed that list of brands clinically.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from carenurse.app.medicine_allergies import distinct
from carenurse.app.medicine_classes import ingredients_in, singular, words_of
from carenurse.clinical.medicine import Medicine
from carenurse.translations import tr

_SHARED: Final = frozenset(
    (
        *("actuation", "actuat", "aerosol", "chewable", "disintegrating", "enteric", "film", "foam", "gel"),
        *("hour", "human", "inhalation", "inhaler", "injectable", "injector", "insulin", "isophane", "kit"),
        *("liquid", "lotion", "lozenge", "metered", "mixed", "nasal", "ophthalmic", "otic", "pack", "packet"),
        *("powder", "prefilled", "product", "rectal", "sublingual", "suppository", "suspension", "syringe"),
        *("syrup", "system", "transdermal", "unit", "vaginal", "nebulizer", "pen", "pump", "vial", "water"),
        *("besylate", "bitartrate", "bromide", "disodium", "ferrous", "fumarate", "furoate", "gluconate"),
        *("hydrobromide", "hydroxide", "magnesium", "calcium", "potassium", "mesylate", "mononitrate"),
        *("nitrate", "oxide", "propionate", "medoxomil", "xinafoate", "zinc", "hcl"),
        *("morning", "evening", "night", "needed", "once", "twice", "time", "week", "weekly", "unnamed"),
        *("tableta", "capsula", "solucion", "inyeccion", "crema", "pomada", "jarabe", "gota", "sodica"),
    )
)
"""Words of forms, ways, salts and times: two medicines that share one of them are not the same."""


def told_twice(listed: Sequence[Medicine]) -> Mapping[str, str]:
    """Give for each line that is not alone (by its reference) the sentence that says so."""
    words = [_ingredients(one) for one in listed]
    codes = [{(code.system, code.code) for code in one.codings if code.code} for one in listed]
    found: dict[str, str] = {}
    for at, one in enumerate(listed):
        alike = (to for to in range(len(listed)) if words[at] & words[to] or codes[at] & codes[to])
        others = [listed[to] for to in alike if to != at]
        if others:
            found[f"{one.kind}/{one.id}"] = _sentence(others)
    return found


def _ingredients(told: Medicine) -> frozenset[str]:
    """Give the words that name what is in it, else the whole name; none of a sentence about a bare code."""
    if told.nameless:
        return frozenset()
    telling = singular((*distinct(told.name), *ingredients_in(told.name))) - _SHARED
    whole = " ".join(sorted(word for word in words_of(told.name) if not word[0].isdigit()))
    return frozenset(telling or {whole} - {""})


def _sentence(others: Iterable[Medicine]) -> str:
    lines = (f"{one.name or tr('Unnamed medicine')} {one.dose}".rstrip() for one in others)
    names = ", ".join(dict.fromkeys(lines))
    return tr("The same may stand twice here: {names}. Ask which is taken.", names=names)
