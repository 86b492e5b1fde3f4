"""Why the letter that says "within limits" has nothing to do at a question."""

from carenurse.app.visit_session import VisitSession
from carenurse.translations import tr


def why_not_within_limits(visit: VisitSession | None, section: str, question: str = "") -> str:
    """Say why "within limits" has nothing to do at a question; nothing when it has."""
    if visit and visit.may_be_within_limits(section, question):
        return ""
    if visit and visit.is_answered_within_limits(section, question):
        return tr(
            "All of this part is answered. F8 leads to the next open question; W is for that part then."
        )
    return tr("Not here: each of these answers has to be your own. Answer them one by one.")
