"""A total beside its questions: its meaning once it is complete, before that only "so far"."""

from PySide6.QtWidgets import QWidget

from carenurse.forms.scoring import Score
from carenurse.forms.session import Session
from carenurse.translations import tr
from ui.widgets.chips import Chip
from ui.widgets.tip import as_tip
from ui.widgets.tokens import Tone


class ScoreChip(Chip):
    """Hidden until something counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "plain", parent=parent)
        self.hide()

    def show_whole(self, session: Session) -> None:
        """Show the total of a whole form; those of its parts stand at the parts."""
        scores, index = session.scores, session.form.index
        whole = scores if len(scores) == 1 else [one for one in scores if not index[one.link].parent]
        self.show_score(next(iter(whole), None))

    def show_score(self, score: Score | None) -> None:
        """Show a score as it stands; a missing answer never becomes a zero."""
        self.setVisible(score is not None and (score.total is not None or score.so_far is not None))
        if score is None:
            return
        if score.total is None:
            words = tr(
                "\u0192 {points} so far, no total until all {count}", points=score.so_far, count=score.of
            )
            self.say(words)
            return
        tone = _tone(score)
        meaning = f": {score.band}" if score.band else ""
        self.say(f"\u0192 {score.total:f}{meaning}", tone, icon="triangle-alert" if tone != "plain" else "")
        self.setToolTip(as_tip(score.action))


def _tone(score: Score) -> Tone:
    grave: dict[str, Tone] = {"moderate": "caution", "high": "critical", "critical": "critical"}
    return grave.get(score.severity, "plain")
