"""CareNurse's core: records, forms, plans, visits and papers, with neither window nor Qt."""

__version__ = "0.1.0"
"""The one place where the version stands (pyproject.toml reads it): asking the package costs 50 ms."""
