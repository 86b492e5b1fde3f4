"""A form in another language: the translations that the form itself carries, where it carries them."""

from dataclasses import replace

from carenurse.forms.elements import Element, codes, first_value, objects, translations
from carenurse.forms.form import Form, Item, Option, spoken
from carenurse.forms.looks import Look
from carenurse.forms.urls import ITEM_CONTROL


def in_language(form: Form, language: str) -> Form:
    """Give the form in a language: texts, choices, help. What has no translation stays as it was written.

    What is stored of an answer does not change: codes and the words of the original.
    """
    if not language or not any(one.partition("-")[0] == language.partition("-")[0] for one in form.languages):
        return form
    items = tuple(_item(item, language) for item in form.items)
    index = {item.link: item for top in items for item in top.walk()}
    return replace(form, items=items, index=index, title=form.said(language))


def languages_of(raw: Element) -> tuple[str, ...]:
    """List the languages in which any word of a form is given."""
    found: dict[str, None] = {}
    waiting: list[Element] = [raw]
    while waiting:
        element = waiting.pop()
        for name in ("text", "prefix", "title", "display", "valueString"):
            found.update(dict.fromkeys(translations(element, name)))
        for name in ("item", "answerOption", "contained", "concept"):
            waiting.extend(objects(element.get(name)))
        coding = element.get("valueCoding")
        waiting.extend(objects([coding]))
    return tuple(found)


def _item(item: Item, language: str) -> Item:
    raw = item.raw
    text = item.said(language)
    look = item.look if text == item.text else replace(item.look, rich=())
    return replace(
        item,
        text=text,
        prefix=spoken(item.prefix, translations(raw, "prefix"), language),
        help=_aside(raw, ("help", "flyover"), language) or item.help,
        instructions=_instructions(item, language),
        look=_look(raw, look, language),
        options=tuple(_option(option, language) for option in item.options),
        children=tuple(_item(child, language) for child in item.children),
    )


def _option(option: Option, language: str) -> Option:
    return replace(option, text=option.said(language)) if option.translations else option


def _look(raw: Element, look: Look, language: str) -> Look:
    said = {name: _aside(raw, (name,), language) for name in ("help", "flyover", "prompt", "lower", "upper")}
    changed = {name: words for name, words in said.items() if words}
    return replace(look, **changed) if changed else look


def _aside(raw: Element, controls: tuple[str, ...], language: str) -> str:
    """Say the help that stands beside an item in a language; empty when it is not translated."""
    for child in objects(raw.get("item")):
        control = next(iter(codes(first_value(child, ITEM_CONTROL))), "")
        if child.get("type") == "display" and control in controls:
            return spoken("", translations(child, "text"), language)
    return ""


def _instructions(item: Item, language: str) -> str:
    told = [child.said(language) for child in item.children if child.category == "instructions"]
    return " ".join(told)
