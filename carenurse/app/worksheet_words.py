"""The codes of a visit's worksheet in words, for whoever reads its rows one under the other."""

from typing import Final

from carenurse.translations import tr

_CODED: Final = frozenset({"state", "taking", "word", "result"})
"""Fields of a row that hold a code."""


def code_words(field: str, value: str) -> str:
    """Say what stands in a field; what is no code of ours stands as it is."""
    codes = {
        "given": tr("given"),
        "not-given": tr("not given"),
        "as-listed": tr("taken as listed"),
        "differently": tr("taken differently"),
        "not": tr("not taken"),
        "better": tr("better"),
        "same": tr("the same"),
        "worse": tr("worse"),
        "met": tr("met"),
        "repeated-back": tr("Said it back in own words"),
        "needs-more": tr("Needs more teaching"),
        "could-not": tr("Could not say it back"),
    }
    return codes.get(value, value) if field in _CODED else value
