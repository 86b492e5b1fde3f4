"""The head of a scale: what leads into it stands beside its degrees, never above an empty strip."""

import pytest

from carenurse.app.visit_forms import shipped_form
from ui.forms.shapes import Shape, shape_of


@pytest.mark.parametrize("name", ["phq9", "phq2", "gad7"])
def test_the_words_that_lead_into_a_scale_stand_in_its_head(name: str) -> None:
    form = shipped_form(name)[0]
    shown = shape_of(form)

    [head] = shown.heads
    assert shown.leads[head].startswith("Over the last 2 weeks")
    above = next(item for item in form.index.values() if item.text == shown.leads[head])
    assert shown.shapes[above.link] is Shape.HIDDEN
