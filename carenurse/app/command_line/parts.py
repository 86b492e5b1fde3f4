"""``carenurse parts``: the libraries that the records rest on, and whether each is safe."""

from argparse import Namespace
from collections.abc import Iterable

from carenurse import __version__
from carenurse.app.command_line.telling import complain, facts, say
from carenurse.app.self_test import Part, parts
from carenurse.translations import tr


def tell_parts(arguments: Namespace) -> int:
    """List every part, tested just now; exit 1 when one is not safe. Needs no vault."""
    del arguments
    found = parts()
    say(tr("CareNurse {version} rests on:", version=__version__), *part_lines(found))
    for part in found:
        if part.fault:
            complain(part.fault)
    return int(any(part.fault for part in found))


def part_lines(found: Iterable[Part]) -> list[str]:
    """Write parts in two columns, each with what was found."""
    return facts((part.name, f"{part.made}: {part.fault or tr('tested, safe')}") for part in found)
