"""From a FHIR R4 Questionnaire to a ``Form``: checked, indexed, its expressions compiled."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.assembling import assemble
from carenurse.forms.definition_marks import never_made
from carenurse.forms.elements import (
    codes,
    extensions,
    first_value,
    is_element,
    objects,
    part,
    text_value,
    translations,
    value_of,
)
from carenurse.forms.form import Form, Formula, Item
from carenurse.forms.formulas import Names, flag_rules, named_formulas, score_rule
from carenurse.forms.item_reading import ItemReader
from carenurse.forms.known import standing
from carenurse.forms.library import EMPTY, Library
from carenurse.forms.moving import form_constraints
from carenurse.forms.populating import unanswerable
from carenurse.forms.refusals import refuse_unfit
from carenurse.forms.support import Findings, Level
from carenurse.forms.template_marks import unfillable
from carenurse.forms.translating import languages_of
from carenurse.forms.valuesets import ValueSets
from carenurse.translations import tr


def load(resource: Any, library: Library = EMPTY) -> Form:
    """Load a Questionnaire; ``library`` holds value sets and other forms that it may name.

    Raises RefusedFormError (an ExpectedError with one sentence) for what is no R4 Questionnaire, says that
    something unknown is critical, has missing or repeated linkIds, conditions on nothing or in a circle, or
    is too deep or too large. What can be filled in but not in full is told in ``Form.report``.
    """
    refuse_unfit(resource)
    raw, missing = assemble(resource, library)
    if raw is not resource:
        refuse_unfit(raw)
    findings = Findings()
    _note_whole(raw, findings, missing)
    sources = _sources(raw, findings)
    contexts = (
        *_launch_contexts(raw),
        *(str(bundle.get("id", "")) for bundle in sources),
        *_names(raw, urls.POPULATION_CONTEXT),
    )
    names = Names(_names(raw, None), _names(raw, urls.VARIABLE).union(contexts))
    variables = named_formulas(raw, names, "", findings)
    lists = ValueSets(raw, library)
    reader = ItemReader(names, findings, lists)
    items = tuple(reader.read(item) for item in objects(raw.get("item")))
    for problem in unfillable(raw, names.written):
        findings.add("templateExtract", "", Level.DEGRADED, problem)
    for link, kind in never_made(raw):
        why = tr("a form makes no record of the kind “{kind}”; its answers stay in the form", kind=kind[:40])
        findings.add("definitionExtract", link, Level.REFUSED, why)
    whole = form_constraints(raw, names, findings)
    return replace(
        _form(raw, items, variables, contexts=contexts, names=names, findings=findings),
        facts=whole.facts,
        constraints=whole.constraints,
        sources=sources,
        lists=lists,
    )


def _sources(raw: Resource, findings: Findings) -> tuple[Resource, ...]:
    """Find the bundles of ``sourceQueries``; a query with a part to be filled in is told as not run."""
    contained = {str(one.get("id", "")): one for one in objects(raw.get("contained"))}
    found: list[Resource] = []
    for extension in extensions(raw, urls.SOURCE_QUERIES):
        value = value_of(extension)
        reference = value.get("reference") if is_element(value) else value
        bundle = contained.get(str(reference or "").removeprefix("#"))
        if bundle is None:
            findings.add("sourceQueries", "", Level.DEGRADED, tr("the queries are not in the form"))
            continue
        found.append(bundle)
        for problem in unanswerable(bundle):
            findings.add("sourceQueries", "", Level.DEGRADED, problem)
    return tuple(found)


def _form(
    raw: Resource,
    items: tuple[Item, ...],
    variables: tuple[Formula, ...],
    *,
    contexts: tuple[str, ...],
    names: Names,
    findings: Findings,
) -> Form:
    index = {item.link: item for top in items for item in top.walk()}
    findings.count = len(index)
    scores = tuple(rule for item in index.values() if (rule := score_rule(item, index, names, findings)))
    flags = (
        *flag_rules(raw, names, "", findings),
        *(rule for item in index.values() for rule in flag_rules(item.raw, names, item.link, findings)),
    )
    return Form(
        id=_text(raw, "id"),
        url=_text(raw, "url"),
        version=_text(raw, "version"),
        title=_text(raw, "title") or _text(raw, "name") or tr("Form without a title"),
        status=_text(raw, "status"),
        items=items,
        index=index,
        variables=variables,
        contexts=contexts,
        scores=scores,
        flags=flags,
        codes=tuple(objects(raw.get("code"))),
        report=findings.report(),
        raw=raw,
        source=text_value(raw, urls.SOURCE),
        permission=text_value(raw, urls.PERMISSION),
        limits=text_value(raw, urls.LIMITS),
        use=text_value(raw, urls.USE),
        copyright=_text(raw, "copyright"),
        approved=text_value(raw, urls.APPROVAL) == "approved",
        signatures=tuple(
            code
            for extension in extensions(raw, urls.SIGNATURE_REQUIRED)
            for code in codes(value_of(extension))
        ),
        entry_mode=text_value(raw, urls.ENTRY_MODE),
        languages=_languages(raw),
        translations=translations(raw, "title"),
    )


def _text(raw: Resource, name: str) -> str:
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def _note_whole(raw: Resource, findings: Findings, missing: Sequence[str] = ()) -> None:
    for address in missing:
        why = tr("the part “{address}” is not on this laptop; only its heading is shown", address=address)
        findings.add("subQuestionnaire", "", Level.DEGRADED, why)
    for extension in objects(raw.get("extension")):
        if str(extension.get("url", "")) in urls.names_of(urls.ENTRY_MODE) and not _keeps_its_order(raw):
            why = tr("it has no pages to be turned: its questions stand on one page, answered in any order")
            findings.add("entryMode", "", Level.DEGRADED, why)
        else:
            findings.add(*_standing(extension))
    for name in ("url", "status"):
        if not _text(raw, name):
            findings.add(
                name, "", Level.DEGRADED, tr("the form does not say it; other systems may refuse its answers")
            )


def _keeps_its_order(raw: Resource) -> bool:
    """Say whether the order that a form asks for can be kept: it asks for none, or has pages or headings."""
    groups = [one for one in objects(raw.get("item")) if one.get("type") == "group"]
    return text_value(raw, urls.ENTRY_MODE) == "random" or len(groups) > 1 or any(map(_has_pages, groups))


def _has_pages(group: Resource) -> bool:
    inside = objects(group.get("item"))
    paged = any("page" in codes(first_value(one, urls.ITEM_CONTROL)) for one in (group, *inside))
    return paged or any(map(_has_pages, inside))


def _standing(extension: Resource) -> tuple[str, str, Level, str]:
    name, level, why = standing(str(extension.get("url", "")))
    return name, "", level, why


def _launch_contexts(raw: Resource) -> tuple[str, ...]:
    found: list[str] = []
    for extension in objects(raw.get("extension")):
        if str(extension.get("url", "")) not in urls.names_of(urls.LAUNCH_CONTEXT):
            continue
        name = part(extension, "name")
        code = name.get("code") if is_element(name) else name
        if isinstance(code, str):
            found.append(code)
    return tuple(found)


def _names(raw: Resource, url: str | None) -> frozenset[str]:
    """Find the names that a form gives to expressions: all, or those in extensions of one address."""
    found: set[str] = set()
    waiting: list[Resource] = [raw]
    while waiting:
        element = waiting.pop()
        for extension in objects(element.get("extension")):
            value = value_of(extension)
            if url is not None and str(extension.get("url", "")) not in urls.names_of(url):
                continue
            if is_element(value) and isinstance(value.get("name"), str):
                found.add(str(value["name"]))
        waiting.extend(objects(element.get("item")))
    return frozenset(found)


def _languages(raw: Resource) -> tuple[str, ...]:
    own = [_text(raw, "language")] if raw.get("language") else []
    return tuple(dict.fromkeys([*own, *languages_of(raw)]))
