"""The extension addresses that forms use, old names and new, and the project's own.

The project's own (``urn:carenurse:...``; plain data, so that an agency can write them into its own forms):

``score`` on the item that holds a total::

    counts  valueString       linkId of an item that counts; one per item ("3 of 9 answered")
    band    low, high         valueDecimal, both inclusive; ``below`` instead of high: not inclusive; or
            when              valueExpression (FHIRPath), for bands that depend on more than the total
            label             valueString     what the range is called
            severity          valueCode       none | low | moderate | high | critical
            action            valueString     what to do
            next              valueCanonical  the form to fill in next; one per form

``flag`` on the Questionnaire or an item: ``when`` (valueExpression), ``says`` and ``action`` (valueString),
``severity`` (valueCode), ``alert`` (valueString: what stays with the person until it is resolved), ``next``
(valueCanonical: a form to fill in next). Where a form names the next one, the answers to the questions that
both ask (the same code and the same choices) go on into it.
``source``, ``permission``, ``limits``, ``use`` (valueString) on the Questionnaire tell where it comes from,
by which right it is here, what it cannot do and when to use it. ``approval``
(valueCode ``not-approved`` | ``approved``): clinical approval by the agency. ``never-carry`` (valueBoolean)
on an item: last time's answer is shown but never offered as today's. ``same-question`` (valueCoding)
on an item: what a question of that code was answered today, in the vital signs of the same visit, is its
answer too, also where it is asked in another way (a number there, a choice of numbers here).
``component-of`` (valueString, a
linkId): the answer becomes a component of the Observation made from that item. ``carried-from``
(valueDateTime) on an answer of a response in progress: taken over from that day, confirmed by nobody.
"""

from collections.abc import Mapping
from functools import cache

from carenurse.clinical.systems import OWN

FHIR = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"

HIDDEN = FHIR + "questionnaire-hidden"
DISABLED_DISPLAY = FHIR + "disabledDisplay"
ITEM_CONTROL = FHIR + "questionnaire-itemControl"
UNIT = FHIR + "questionnaire-unit"
UNIT_OPTION = FHIR + "questionnaire-unitOption"
UNIT_VALUE_SET = FHIR + "questionnaire-unitValueSet"
MIN_VALUE = FHIR + "minValue"
MAX_VALUE = FHIR + "maxValue"
MIN_LENGTH = FHIR + "minLength"
MAX_DECIMALS = FHIR + "maxDecimalPlaces"
MIN_QUANTITY = SDC + "sdc-questionnaire-minQuantity"
MAX_QUANTITY = SDC + "sdc-questionnaire-maxQuantity"
REGEX = FHIR + "regex"
MIME_TYPE = FHIR + "mimeType"
MAX_SIZE = FHIR + "maxSize"
ENTRY_FORMAT = FHIR + "entryFormat"
OPTION_PREFIX = FHIR + "questionnaire-optionPrefix"
OPTION_EXCLUSIVE = FHIR + "questionnaire-optionExclusive"
ORIENTATION = FHIR + "questionnaire-choiceOrientation"
DISPLAY_CATEGORY = FHIR + "questionnaire-displayCategory"
SHORT_TEXT = SDC + "sdc-questionnaire-shortText"
OPEN_LABEL = SDC + "sdc-questionnaire-openLabel"
MIN_OCCURS = FHIR + "questionnaire-minOccurs"
MAX_OCCURS = FHIR + "questionnaire-maxOccurs"
TRANSLATION = FHIR + "translation"
VARIABLE = FHIR + "variable"
CALCULATED = SDC + "sdc-questionnaire-calculatedExpression"
ENABLE_EXPRESSION = SDC + "sdc-questionnaire-enableWhenExpression"
INITIAL_EXPRESSION = SDC + "sdc-questionnaire-initialExpression"
LAUNCH_CONTEXT = SDC + "sdc-questionnaire-launchContext"
OBSERVATION_EXTRACT = SDC + "sdc-questionnaire-observationExtract"
OBSERVATION_CATEGORY = SDC + "sdc-questionnaire-observation-extract-category"
TEMPLATE_EXTRACT = SDC + "sdc-questionnaire-templateExtract"
TEMPLATE_BUNDLE = SDC + "sdc-questionnaire-templateExtractBundle"
TEMPLATE_CONTEXT = SDC + "sdc-questionnaire-templateExtractContext"
TEMPLATE_VALUE = SDC + "sdc-questionnaire-templateExtractValue"
ALLOCATE_ID = SDC + "sdc-questionnaire-extractAllocateId"
DEFINITION_EXTRACT = SDC + "sdc-questionnaire-definitionExtract"
DEFINITION_VALUE = SDC + "sdc-questionnaire-definitionExtractValue"
ITEM_EXTRACTION = SDC + "sdc-questionnaire-itemExtractionContext"
ANSWER_EXPRESSION = SDC + "sdc-questionnaire-answerExpression"
CANDIDATE_EXPRESSION = SDC + "sdc-questionnaire-candidateExpression"
TOGGLE = SDC + "sdc-questionnaire-answerOptionsToggleExpression"
CHOICE_COLUMN = SDC + "sdc-questionnaire-choiceColumn"
COLUMN_COUNT = SDC + "sdc-questionnaire-columnCount"
WIDTH = SDC + "sdc-questionnaire-width"
COLLAPSIBLE = SDC + "sdc-questionnaire-collapsible"
ENTRY_MODE = SDC + "sdc-questionnaire-entryMode"
ITEM_MEDIA = SDC + "sdc-questionnaire-itemMedia"
ANSWER_MEDIA = SDC + "sdc-questionnaire-itemAnswerMedia"
POPULATION_CONTEXT = SDC + "sdc-questionnaire-itemPopulationContext"
SOURCE_QUERIES = SDC + "sdc-questionnaire-sourceQueries"
LINK_PERIOD = SDC + "sdc-questionnaire-observationLinkPeriod"
SUB_FORM = SDC + "sdc-questionnaire-subQuestionnaire"
LINK_PREFIX = SDC + "sdc-questionnaire-linkIdPrefix"
ASSEMBLED_FROM = SDC + "sdc-questionnaire-assembledFrom"
ASSEMBLE_CONTEXT = SDC + "sdc-questionnaire-assembleContext"
UNIT_OPEN = SDC + "sdc-questionnaire-unitOpen"
CQF_EXPRESSION = FHIR + "cqf-expression"
CONSTRAINT = FHIR + "targetConstraint"
SUPPORT_LINK = FHIR + "questionnaire-supportHyperlink"
USAGE_MODE = FHIR + "questionnaire-usageMode"
SIGNATURE_REQUIRED = FHIR + "questionnaire-signatureRequired"
SIGNATURE = FHIR + "questionnaireresponse-signature"
SLIDER_STEP = FHIR + "questionnaire-sliderStepValue"
REFERENCE_RESOURCE = FHIR + "questionnaire-referenceResource"
REFERENCE_FILTER = FHIR + "questionnaire-referenceFilter"
STYLE = FHIR + "rendering-style"
XHTML = FHIR + "rendering-xhtml"
MARKDOWN = FHIR + "rendering-markdown"
CRITICAL = "rendering-criticalExtension"

SCORE = OWN + "score"
FLAG = OWN + "flag"
SOURCE = OWN + "source"
PERMISSION = OWN + "permission"
LIMITS = OWN + "limits"
USE = OWN + "use"
APPROVAL = OWN + "approval"
COMPONENT_OF = OWN + "component-of"
NEVER_CARRY = OWN + "never-carry"
SAME_QUESTION = OWN + "same-question"
POPULATED = OWN + "populated-from"
"""On a group of a draft: the thing of the record it was begun with, so that expressions can name it again."""
CARRIED = OWN + "carried-from"
NEEDS_PERMISSION = OWN + "needs-permission"
SCORE_ONLY = OWN + "score-only"
COMMENT = OWN + "comment"
AGREED = OWN + "agreed"
"""On an answer that changes the person's own data: the nurse agreed to it beside the question."""

_RENAMED: Mapping[str, tuple[str, ...]] = {
    DISABLED_DISPLAY: (
        "http://hl7.org/fhir/5.0/StructureDefinition/extension-Questionnaire.item.disabledDisplay",
    ),
    CQF_EXPRESSION: (FHIR + "cqf-calculatedValue",),
    CONSTRAINT: (FHIR + "questionnaire-constraint",),
    SUPPORT_LINK: (FHIR + "questionnaire-supportLink",),
    MARKDOWN: (FHIR + "rendering-markdown-deprecated",),
    VARIABLE: (SDC + "variable", FHIR + "questionnaire-variable"),
}
"""New name -> the names that stood for the same thing before."""
_OLDER_HOMES = ("http://hl7.org/fhir/StructureDefinition/", "http://hl7.org/fhir/us/sdc/StructureDefinition/")
"""Where the extensions of the SDC guide lived in its earlier editions."""


@cache
def names_of(url: str) -> frozenset[str]:
    """Give all addresses under which published forms carry this extension: today's and earlier ones."""
    found = {url, *_RENAMED.get(url, ())}
    if url.startswith(SDC):
        short = url.removeprefix(SDC)
        found |= {home + short for home in _OLDER_HOMES}
        found |= {FHIR + short.replace("sdc-questionnaire-", "questionnaire-")}
    return frozenset(found)


def today(url: str) -> str:
    """Give the present name of an extension that may carry an earlier one."""
    for new, old in _RENAMED.items():
        if url in old:
            return new
    for home in _OLDER_HOMES:
        if url.startswith(home + "sdc-"):
            return SDC + url.removeprefix(home)
    return url
