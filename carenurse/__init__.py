"""CareNurse's core: records, forms, plans, visits and papers, with neither window nor Qt."""

__version__ = "0.1.0"
"""The one place where the version stands: asking an installed package for it would cost 75 ms at each start."""
