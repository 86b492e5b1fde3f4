"""CareNurse's core: records, forms, plans, visits and papers, with neither window nor Qt."""


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for: finding it costs a third of the window's start."""
    if name != "__version__":
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  40 ms

    try:
        return version("carenurse")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0.1.0"
