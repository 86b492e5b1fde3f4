"""The extensions this program knows on forms: what they are called, and how well each is done."""

from collections.abc import Mapping

from carenurse.forms import urls
from carenurse.forms.support import Level
from carenurse.translations import tr

_FULL = (
    *("questionnaire-hidden", "questionnaire-itemControl", "questionnaire-unit", "questionnaire-unitOption"),
    *("minValue", "maxValue", "minLength", "maxDecimalPlaces", "regex", "entryFormat"),
    *("questionnaire-optionPrefix", "questionnaire-optionExclusive", "questionnaire-choiceOrientation"),
    *("questionnaire-displayCategory", "questionnaire-minOccurs", "questionnaire-maxOccurs", "translation"),
    *("variable", "ordinalValue", "itemWeight"),
)
_FULL_SDC = (
    *("calculatedExpression", "enableWhenExpression", "initialExpression", "launchContext", "shortText"),
    *("openLabel", "observationExtract", "minQuantity", "maxQuantity", "observation-extract-category"),
)
_PLAIN = (
    *("rendering-style", "rendering-xhtml", "rendering-markdown", "rendering-styleSensitive", "designNote"),
    *("questionnaire-supportLink", "questionnaire-supportHyperlink", "questionnaire-usageMode", "mimeType"),
    *("maxSize", "questionnaire-signatureRequired", "questionnaire-sliderStepValue", "cqf-calculatedValue"),
    *("cqf-expression", "questionnaire-constraint", "targetConstraint", "questionnaire-unitValueSet"),
    *("questionnaire-baseType", "questionnaire-fhirType", "questionnaire-referenceResource"),
    *("questionnaire-referenceProfile", "preferredTerminologyServer"),
)
_PLAIN_SDC = (
    *("answerExpression", "answerOptionsToggleExpression", "candidateExpression", "choiceColumn"),
    *("columnCount", "width", "collapsible", "entryMode", "preferredTerminologyServer", "itemMedia"),
    *("itemAnswerMedia", "itemPopulationContext", "sourceQueries", "sourceStructureMap", "subQuestionnaire"),
    *(
        "targetStructureMap",
        "itemContext",
        "itemExtractionContext",
        "observationLinkPeriod",
        "contextExpression",
    ),
    *("unitOpen", "unitSupplementalSystem", "lookupQuestionnaire", "keyboard"),
    *("templateExtract", "templateExtractBundle", "definitionExtract", "assembledFrom", "assembleContext"),
    *("performerType", "questionnaireAdaptive", "endpoint", "isSubject", "optionalDisplay"),
)


def _degraded_reasons() -> Mapping[str, str]:
    """Say for each feature that changes what an answer means, or what is asked, why it is not all done."""
    by_hand = tr("it is not run; the answer is typed by hand")
    unchecked = tr("the rule is not checked")
    all_shown = tr("every choice stays on offer")
    return {
        "answerExpression": by_hand,
        "candidateExpression": by_hand,
        "itemPopulationContext": by_hand,
        "sourceQueries": by_hand,
        "sourceStructureMap": by_hand,
        "answerOptionsToggleExpression": all_shown,
        "cqf-calculatedValue": unchecked,
        "cqf-expression": unchecked,
        "questionnaire-constraint": unchecked,
        "targetConstraint": unchecked,
        "questionnaire-unitValueSet": tr("the unit is typed, not picked"),
        "subQuestionnaire": tr("the other form is not put in; only its heading is shown"),
        "questionnaireAdaptive": tr("the next question would come from a server"),
        "questionnaire-signatureRequired": tr("the visit as a whole is signed, not the form"),
        "targetStructureMap": tr("answers stay in the form; only Observations are taken out"),
        "templateExtract": tr("answers stay in the form; only Observations are taken out"),
        "templateExtractBundle": tr("answers stay in the form; only Observations are taken out"),
        "definitionExtract": tr("answers stay in the form; only Observations are taken out"),
        "itemExtractionContext": tr("answers stay in the form; only Observations are taken out"),
        "mimeType": unchecked,
        "maxSize": unchecked,
    }


def short_name(url: str) -> str:
    """Shorten an extension's address to the name that people use for it."""
    if url.startswith(urls.SDC):
        return url.removeprefix(urls.SDC).removeprefix("sdc-questionnaire-")
    return url.removeprefix(urls.FHIR) if url.startswith(urls.FHIR) else url


def standing(url: str) -> tuple[str, Level, str]:
    """Say what an extension is called, how well it is done, and why not better."""
    name = short_name(url)
    if url.startswith(urls.OWN) or name in _FULL or (url.startswith(urls.SDC) and name in _FULL_SDC):
        return name, Level.FULL, ""
    if reason := _degraded_reasons().get(name):
        return name, Level.DEGRADED, reason
    if name in _PLAIN or name in _PLAIN_SDC:
        return name, Level.IGNORED, tr("it changes the look or the plumbing, not the answers")
    return name, Level.IGNORED, tr("it is not known here; it is kept and does nothing")


def understood(url: str) -> bool:
    """Say whether an extension may be called critical by a form that this program still fills in."""
    return standing(url)[1] is Level.FULL
