#!/usr/bin/env python3
"""Write the bill of materials: all that a CareNurse made on this computer contains, as CycloneDX 1.6 JSON.

    .venv/bin/python packaging/bill_of_materials.py --out FILE

Libraries come from the lock file and from what is installed (they must agree), libraries in machine code
from what they tell while they run, data from the files themselves. Whoever hears of a fault in OpenSSL 3.6
sees here which CareNurse has it. With SOURCE_DATE_EPOCH set, the same parts give the same file.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from packageurl import PackageURL
from packaging.utils import canonicalize_name

from bill import cyclone
from bill.licences import licence_of
from bill.lock_file import Library, UnfitError, shipped, wanted
from bill.native_parts import Native, native_parts
from bill.shipped_data import OURS, DataFile, shipped_data
from carenurse import __version__


def bill_of_materials(made: datetime) -> str:
    """Write the bill. Raises UnfitError where what is here is not what may be released."""
    libraries = shipped()
    natives = native_parts()
    components: dict[str, Any] = {canonicalize_name(one.name): _library(one, natives) for one in libraries}
    own = _own()
    bom = cyclone.Bom(metadata=_about(own, made))
    bom.components.update(components.values())
    bom.components.update(_native(one) for one in natives if not one.wheel)
    bom.components.update(map(_data, shipped_data()))
    bom.register_dependency(own, [components[name] for name in wanted()])
    for one in libraries:
        bom.register_dependency(
            components[canonicalize_name(one.name)], [components[name] for name in one.needs]
        )
    names = sorted(str(one.bom_ref.value) for one in bom.components)
    bom.serial_number = UUID(bytes=sha256("\n".join((__version__, *names)).encode()).digest()[:16], version=4)
    return _checked(cyclone.written(bom))


def moment() -> datetime:
    """Tell when the bill is made: SOURCE_DATE_EPOCH, so that a release can be made twice alike, or now."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(told), UTC) if told else datetime.now(UTC)


def main(words: Sequence[str]) -> int:
    """Write the file; 1 and one sentence where that cannot be done."""
    parser = argparse.ArgumentParser(description="Write what this CareNurse contains, as CycloneDX 1.6 JSON.")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    try:
        file: Path = parser.parse_args(words).out
        file.write_text(bill_of_materials(moment()), encoding="utf-8")
    except (UnfitError, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def _checked(text: str) -> str:
    """Hold the bill to the schema of CycloneDX."""
    fault = cyclone.fault_of(text)
    if fault:
        message = f"The bill of materials is not CycloneDX 1.6: {fault}"
        raise UnfitError(message)
    return text


def _about(own: Any, made: datetime) -> Any:
    return cyclone.BomMetaData(timestamp=made, component=own, lifecycles=[cyclone.built()])


def _own() -> Any:
    return cyclone.Component(
        type=cyclone.ComponentType.APPLICATION,
        name="carenurse",
        version=__version__,
        bom_ref=f"carenurse@{__version__}",
        purl=PackageURL("generic", name="carenurse", version=__version__),
        licenses=_licences(OURS),
    )


def _library(library: Library, natives: Sequence[Native]) -> Any:
    """Describe a library; its hashes are those of all its files that may be installed on any system."""
    name = canonicalize_name(library.name)
    purl = PackageURL("pypi", name=name, version=library.version)
    files = cyclone.ExternalReference(
        type=cyclone.DISTRIBUTION,
        url=cyclone.Address(purl.to_string()),
        comment="the files that requirements.lock allows",
        hashes=map(cyclone.sha256, library.hashes),
    )
    return cyclone.Component(
        type=cyclone.ComponentType.LIBRARY,
        name=library.name,
        version=library.version,
        bom_ref=purl.to_string(),
        purl=purl,
        licenses=[licence_of(library.told)],
        external_references=[files],
        components=[_native(one) for one in natives if one.wheel == name],
    )


def _native(native: Native) -> Any:
    purl = PackageURL("generic", name=native.name.lower().replace(" ", "-"), version=native.version)
    return cyclone.Component(
        type=cyclone.ComponentType.LIBRARY,
        name=native.name,
        version=native.version,
        bom_ref=f"{native.wheel or 'python'}/{purl.to_string()}",
        purl=purl,
        licenses=_licences(native.licence),
    )


def _data(file: DataFile) -> Any:
    return cyclone.Component(
        type=cyclone.ComponentType.DATA
        if file.path.endswith((".json", ".po", ".pot", ".md"))
        else cyclone.ComponentType.FILE,
        name=file.path,
        version=file.version or None,
        description=file.title or None,
        bom_ref=f"{file.path}#{file.digest}",
        copyright=file.terms or None,
        licenses=[*_licences(file.licence), *_terms(file)],
        hashes=[cyclone.sha256(file.digest)],
    )


def _licences(expression: str) -> list[Any]:
    made = cyclone.licence(expression)
    return [] if made is None else [made]


def _terms(file: DataFile) -> Iterator[Any]:
    """Give the file's own words as its licence, where no licence of the list fits."""
    if file.terms and not file.licence:
        yield cyclone.terms(file.terms)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
