"""The support table: everything the SDC guide and the forms in use ask for, and what is done of it here.

One row a feature. ``level`` says what the engine and the window together do; a row that is not "supported"
says in its note what happens instead. Every row has at least one test that carries its name
(``@pytest.mark.feature``); a test compares the two lists, so that neither runs ahead of the other. The
support report of a form takes the level and the words of its extensions from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from carenurse.forms.support import Level
from carenurse.translations import tr

FULL, PART, NOT, REFUSED = Level.FULL, Level.DEGRADED, Level.IGNORED, Level.REFUSED


@dataclass(frozen=True, slots=True)
class Feature:
    """One row: the name by which tests prove it, the level, and the extensions it stands for."""

    name: str
    level: Level
    extensions: tuple[str, ...] = ()


_ANSWERS = (
    Feature("core types", FULL),
    Feature("partial dates", FULL),
    Feature("time with seconds", FULL),
    Feature("url", FULL),
    Feature("reference", FULL, ("questionnaire-referenceResource", "questionnaire-referenceFilter")),
    Feature("attachment", FULL),
    Feature("mimeType and maxSize", FULL, ("mimeType", "maxSize")),
    Feature("quantity with units to choose", FULL, ("questionnaire-unit", "questionnaire-unitOption")),
    Feature("unitValueSet", FULL, ("questionnaire-unitValueSet",)),
    Feature("unitOpen", FULL, ("unitOpen", "unitSupplementalSystem")),
    Feature("nested items under answers", FULL),
    Feature("repeating questions and groups", FULL),
    Feature("initial values", FULL),
    Feature("minOccurs and maxOccurs", FULL, ("questionnaire-minOccurs", "questionnaire-maxOccurs")),
)
_CHOICES = (
    Feature("choice and open-choice", FULL),
    Feature("contained value set without expansion", FULL),
    Feature("shipped value sets", FULL),
    Feature(
        "value sets that are nowhere at hand",
        PART,
        ("preferredTerminologyServer",),
    ),
    Feature(
        "ordinalValue and itemWeight", FULL, ("ordinalValue", "itemWeight", "questionnaire-ordinalValue")
    ),
    Feature("optionExclusive", FULL, ("questionnaire-optionExclusive",)),
    Feature("answerExpression", FULL, ("answerExpression",)),
    Feature("candidateExpression", FULL, ("candidateExpression",)),
    Feature("answerOptionsToggleExpression", FULL, ("answerOptionsToggleExpression",)),
    Feature("choiceColumn", FULL, ("choiceColumn",)),
    Feature("openLabel", FULL, ("openLabel",)),
    Feature("optionPrefix", FULL, ("questionnaire-optionPrefix",)),
)
_LOGIC = (
    Feature("enableWhen and enableBehavior", FULL),
    Feature("enableWhenExpression", FULL, ("enableWhenExpression",)),
    Feature("disabledDisplay", FULL, ("disabledDisplay",)),
    Feature("variable", FULL, ("variable", "questionnaire-variable")),
    Feature("initialExpression", FULL, ("initialExpression",)),
    Feature("calculatedExpression", FULL, ("calculatedExpression",)),
    Feature("cqf-expression on texts and limits", FULL, ("cqf-expression", "cqf-calculatedValue")),
    Feature("CQL and other expression languages", REFUSED, ("cqf-library",)),
)
_LIMITS = (
    Feature("minLength and maxLength", FULL, ("minLength",)),
    Feature("regex", FULL, ("regex",)),
    Feature("minValue and maxValue", FULL, ("minValue", "maxValue")),
    Feature("minQuantity and maxQuantity", FULL, ("minQuantity", "maxQuantity")),
    Feature("maxDecimalPlaces", FULL, ("maxDecimalPlaces",)),
    Feature("targetConstraint", FULL, ("targetConstraint", "questionnaire-constraint")),
    Feature("required and the status gate", FULL),
)
_SHOWN = (
    Feature("rendering-style", FULL, ("rendering-style", "rendering-styleSensitive")),
    Feature("rendering-xhtml", FULL, ("rendering-xhtml",)),
    Feature("rendering-markdown", FULL, ("rendering-markdown",)),
    Feature(
        "criticalExtension refusal", FULL, ("sdc-rendering-criticalExtension", "rendering-criticalExtension")
    ),
    Feature("item controls", FULL, ("questionnaire-itemControl",)),
    Feature("group controls gtable, table, htable, grid", FULL),
    Feature("group controls page, tab-container, header, footer", FULL),
    Feature("autocomplete, drop-down, radio-button, check-box", FULL),
    Feature("slider and sliderStepValue", FULL, ("questionnaire-sliderStepValue",)),
    Feature("spinner", FULL),
    Feature("lookup", FULL),
    Feature("lookupQuestionnaire", REFUSED, ("lookupQuestionnaire",)),
    Feature("help, flyover, legal, unit, lower and upper", FULL),
    Feature("choiceOrientation", FULL, ("questionnaire-choiceOrientation",)),
    Feature("columnCount", FULL, ("columnCount",)),
    Feature("width", FULL, ("width",)),
    Feature("collapsible", FULL, ("collapsible",)),
    Feature("shortText", FULL, ("shortText",)),
    Feature("entryFormat", FULL, ("entryFormat",)),
    Feature("hidden", FULL, ("questionnaire-hidden",)),
    Feature("displayCategory", FULL, ("questionnaire-displayCategory",)),
    Feature("itemMedia", FULL, ("itemMedia",)),
    Feature("itemAnswerMedia", FULL, ("itemAnswerMedia",)),
    Feature("styled choices", FULL),
    Feature(
        "supportLink and supportHyperlink",
        FULL,
        ("questionnaire-supportLink", "questionnaire-supportHyperlink"),
    ),
    Feature("translations in the form", FULL, ("translation",)),
    Feature("usageMode", FULL, ("questionnaire-usageMode",)),
    Feature("entryMode", FULL, ("entryMode",)),
    Feature("signatureRequired", FULL, ("questionnaire-signatureRequired",)),
)
_BEFORE_AND_AFTER = (
    Feature("modular forms", FULL, ("subQuestionnaire", "linkIdPrefix", "assembleContext")),
    Feature("adaptive forms", REFUSED, ("questionnaireAdaptive",)),
    Feature("launchContext", FULL, ("launchContext",)),
    Feature("observation-based population", FULL, ("observationLinkPeriod",)),
    Feature("itemPopulationContext", FULL, ("itemPopulationContext",)),
    Feature("sourceQueries", FULL, ("sourceQueries",)),
    Feature("population by StructureMap", REFUSED, ("sourceStructureMap",)),
    Feature("observation-based extraction", FULL, ("observationExtract", "observation-extract-category")),
    Feature(
        "template-based extraction",
        FULL,
        (
            *("templateExtract", "templateExtractBundle", "templateExtractContext", "templateExtractValue"),
            "extractAllocateId",
        ),
    ),
    Feature(
        "definition-based extraction",
        FULL,
        ("definitionExtract", "definitionExtractValue", "itemExtractionContext"),
    ),
    Feature("extraction by StructureMap", REFUSED, ("targetStructureMap",)),
    Feature("earlier names of extensions", FULL),
    Feature("drafts without a network", FULL),
)
FEATURES: tuple[Feature, ...] = (*_ANSWERS, *_CHOICES, *_LOGIC, *_LIMITS, *_SHOWN, *_BEFORE_AND_AFTER)
"""The whole table, in the order in which it is printed."""


def notes() -> Mapping[str, str]:
    """Say by feature what happens where it is not done in full, and what else is worth knowing."""
    return {
        "reference": tr("picked from the record on the laptop; who is not in it is typed in words"),
        "attachment": tr("a file is put in; up to 2 MB, kept inside the answers"),
        "unitOpen": tr("another unit is typed behind the number and kept in words, without a code"),
        "value sets that are nowhere at hand": tr(
            "the list is not in the form and no server is asked: the answer is typed in words"
        ),
        "CQL and other expression languages": tr(
            "never computed, since a wrong number is worse than none: the question says so"
        ),
        "rendering-style": tr(
            "weight, lines, size and the nearest of the program's colors; slanted words are bold"
        ),
        "group controls gtable, table, htable, grid": tr(
            "as lines where the page has no room, or where a question fits no cell"
        ),
        "lookup": tr("a list that is searched by any part of its words"),
        "lookupQuestionnaire": tr(
            "not opened, since it asks a server; the list is searched by words instead"
        ),
        "choiceOrientation": tr("one below the other where a row has no room"),
        "columnCount": tr("as many columns as fit"),
        "itemPopulationContext": tr("from the record on the laptop; nothing is asked of a server"),
        "template-based extraction": tr("new records at signing; the person's own data are never changed"),
        "width": tr("as far as the page has room"),
        "itemMedia": tr("a picture inside the form is shown; one elsewhere on the network is not"),
        "itemAnswerMedia": tr("a picture inside the form is shown; one elsewhere on the network is not"),
        "entryMode": tr("page by page; what the nurse takes back with undo she may answer again"),
        "adaptive forms": tr("their questions come one by one from a server"),
        "population by StructureMap": tr("never run, since it is a program of its own; answered by hand"),
        "definition-based extraction": tr(
            "new records at signing; the person's own data only where the nurse agrees to it"
        ),
        "extraction by StructureMap": tr(
            "never run, since it is a program of its own; answers stay in the form, Observations are made"
        ),
    }


def table() -> str:
    """Write the table as text: one row a feature."""
    wide, said = max(len(one.name) for one in FEATURES), notes()
    rows = [
        f"{one.name:<{wide}}  {one.level.value:<9}  {said.get(one.name, '')}".rstrip() for one in FEATURES
    ]
    return "\n".join([f"{'feature':<{wide}}  {'support':<9}  note", *rows]) + "\n"
