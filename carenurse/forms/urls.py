"""The extension addresses that forms use, old names and new, and the project's own.

The project's own (``urn:carenurse:...``; plain data, so that an agency can write them into its own forms):

``score`` on the item that holds a total::

    counts  valueString       linkId of an item that counts; one per item ("3 of 9 answered")
    band    low, high         valueDecimal, both inclusive; ``below`` instead of high: not inclusive; or
            when              valueExpression (FHIRPath), for bands that depend on more than the total
            label             valueString     what the range is called
            severity          valueCode       none | low | moderate | high | critical
            action            valueString     what to do

``flag`` on the Questionnaire or an item: ``when`` (valueExpression), ``says`` and ``action`` (valueString),
``severity`` (valueCode). ``source``, ``permission``, ``limits``, ``use`` (valueString) on the Questionnaire
tell where it comes from, by which right it is here, what it cannot do and when to use it. ``approval``
(valueCode ``not-approved`` | ``approved``): clinical approval by the agency. ``never-carry`` (valueBoolean)
on an item: last time's answer is shown but never offered as today's. ``component-of`` (valueString, a
linkId): the answer becomes a component of the Observation made from that item.
"""

FHIR = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
OWN = "urn:carenurse:"

HIDDEN = FHIR + "questionnaire-hidden"
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
