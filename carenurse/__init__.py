"""CareNurse's core: records, forms, plans, visits and papers, with neither window nor Qt."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("carenurse")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0.1.0"
