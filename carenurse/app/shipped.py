"""Where what comes with the program lies: the folder ``resources``, as a path on this disk.

``importlib.resources`` says the same, of packed archives too, and takes a fortieth of the start for it. The
program lies unpacked everywhere: in a checkout, as a wheel, as the one folder of PyInstaller.
"""

from pathlib import Path

import resources


def shipped(*parts: str) -> Path:
    """Give the path of a file or folder among the resources, whether it is there or not."""
    return Path(resources.__file__).parent.joinpath(*parts)
