"""The extensions this program knows on forms: what they are called, and how well each is done."""

from carenurse.clinical.systems import OWN
from carenurse.forms import urls
from carenurse.forms.features import FEATURES, Feature, notes
from carenurse.forms.support import Level
from carenurse.translations import tr


def short_name(url: str) -> str:
    """Shorten an extension's address to the name that people use for it."""
    for home in (urls.SDC, "http://hl7.org/fhir/us/sdc/StructureDefinition/", urls.FHIR):
        if url.startswith(home):
            name = url.removeprefix(home)
            return name.removeprefix("sdc-questionnaire-") if "sdc-" in url else name
    return url


def _by_extension() -> dict[str, Feature]:
    return {name: feature for feature in FEATURES for name in feature.extensions}


_KNOWN = _by_extension()
_QUIET = frozenset(
    {
        *("designNote", "questionnaire-baseType", "questionnaire-fhirType", "questionnaire-referenceProfile"),
        *("isSubject", "performerType", "assembledFrom", "assembleDefinitionRoot", "endpoint"),
        *("keyboard", "optionalDisplay", "artifact-versionAlgorithm"),
    }
)
"""Extensions that concern authors and servers, not what is asked or how it is shown."""


def standing(url: str) -> tuple[str, Level, str]:
    """Say what an extension is called, how well it is done, and why not better."""
    name = short_name(url)
    if url.startswith(OWN):
        return name, Level.FULL, ""
    feature = _KNOWN.get(name) or _KNOWN.get(short_name(urls.today(url)))
    if feature is not None:
        return name, feature.level, "" if feature.level is Level.FULL else notes().get(feature.name, "")
    if name in _QUIET:
        return name, Level.IGNORED, tr("it concerns authors and servers, not what is asked")
    return name, Level.IGNORED, tr("it is not known here; it is kept and does nothing")


def understood(url: str) -> bool:
    """Say whether an extension may be called critical by a form that this program still fills in."""
    return standing(url)[1] is Level.FULL
