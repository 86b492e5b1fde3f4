"""Two readings in one row: what stands beside a blood pressure."""

from collections.abc import Sequence

from carenurse.app.visit_rows import NOTHING, LastTime, RowFacts


def paired(facts: Sequence[RowFacts]) -> RowFacts:
    """Put the facts of two fields together: ``138/82``, limits of both, the trend of the first."""
    first, second = facts[0], facts[1]
    limits = "/".join(words for words in (first.limits, second.limits) if words)
    if first.last is None or second.last is None:
        return RowFacts(limits=limits, source=first.source) if limits else NOTHING
    last = LastTime(f"{first.last.words}/{second.last.words}", first.last.day)
    return RowFacts(last, first.points, first.low, first.high, limits, first.source, first.today)
