"""The door to the CycloneDX library, whose classes are put together while it loads: no types can be told."""

from importlib import import_module
from typing import Any, Final

_model: Any = import_module("cyclonedx.model")
_bom: Any = import_module("cyclonedx.model.bom")
_component: Any = import_module("cyclonedx.model.component")
_lifecycle: Any = import_module("cyclonedx.model.lifecycle")
_licence: Any = import_module("cyclonedx.model.license")
_licence_of: Any = import_module("cyclonedx.contrib.license.factories")
_output: Any = import_module("cyclonedx.output.json")
_schema: Any = import_module("cyclonedx.schema")
_validation: Any = import_module("cyclonedx.validation.json")

Bom: Final = _bom.Bom
BomMetaData: Final = _bom.BomMetaData
Component: Final = _component.Component
ComponentType: Final = _component.ComponentType
ExternalReference: Final = _model.ExternalReference
DISTRIBUTION: Final = _model.ExternalReferenceType.DISTRIBUTION
Address: Final = _model.XsUri


def built() -> Any:
    """Say that a bill was made while building."""
    return _lifecycle.PredefinedLifecycle(phase=_lifecycle.LifecyclePhase.BUILD)


def sha256(digest: str) -> Any:
    """Write a hash."""
    return _model.HashType(alg=_model.HashAlgorithm.SHA_256, content=digest)


def licence(expression: str) -> Any:
    """Make a licence of an SPDX name or expression; None for anything else."""
    if not expression:
        return None
    made = _licence_of.LicenseFactory().make_from_string(expression)
    known = not isinstance(made, _licence.DisjunctiveLicense) or made.id is not None
    return made if known else None


def terms(words: str) -> Any:
    """Give a file's own words as its licence."""
    text = _model.AttachedText(content=words)
    return _licence.DisjunctiveLicense(name="As told in the file", text=text)


def written(bom: Any) -> str:
    """Write a bill as CycloneDX 1.6 JSON."""
    return str(_output.JsonV1Dot6(bom).output_as_string(indent=1)) + "\n"


def fault_of(text: str) -> str:
    """Hold a bill to the schema of CycloneDX 1.6; empty when it holds."""
    found = _validation.JsonStrictValidator(_schema.SchemaVersion.V1_6).validate_str(text)
    return "" if found is None else str(found)
