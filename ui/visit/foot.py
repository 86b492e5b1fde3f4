"""What the foot of a visit says: how much is left, and what the next useful thing is."""

from carenurse.translations import tr
from ui.visit.footer import VisitFooter
from ui.visit.view import Standing


def show_foot(footer: VisitFooter, standing: Standing, *, signing: bool) -> None:
    """Bring the foot up to how the visit stands."""
    done = sum(section.done for section in standing.sections)
    total = sum(section.total for section in standing.sections)
    left = sum(section.required_left for section in standing.sections)
    open_flags = [flag for flag in standing.flags if flag.asks_to_tell and flag.key not in standing.told]
    footer.show_left(done, total, left, len(open_flags))
    if signing:
        footer.show_open_checks(sum(1 for check in standing.checks if not check.fine))
    footer.limits_button.setVisible(not signing)
    pausing = (tr("Finish later"), tr("Later")) if signing else (tr("Pause visit"), tr("Pause"))
    footer.pause_button.set_words(pausing[0], brief=pausing[1])
    if signing:
        _before_signing(footer, clear=all(check.fine for check in standing.checks))
    else:
        footer.show_primary(tr("Next unanswered") if left else tr("Review and sign"), "F8")
        footer.review_button.set_words(tr("Review and sign"), brief=tr("Review"))
        footer.review_button.setVisible(bool(left))


def _before_signing(footer: VisitFooter, *, clear: bool) -> None:
    footer.review_button.setVisible(not clear)
    if clear:
        footer.show_primary(tr("Sign and close visit"), "Ctrl Enter")
    else:
        footer.show_primary(tr("Next open check"), "F8")
        footer.review_button.set_words(tr("Sign with a reason..."), brief=tr("Reason..."))
