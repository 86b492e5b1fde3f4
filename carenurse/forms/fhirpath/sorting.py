"""``sort()``: by the values themselves or by keys; a minus before a key turns its order round."""

from functools import cmp_to_key
from typing import Any

from carenurse.forms.fhirpath.frame import Collection, Compiled, Frame
from carenurse.forms.fhirpath.operators import compare
from carenurse.forms.fhirpath.values import single


def sorter(keys: list[tuple[Compiled, bool]]) -> Compiled:
    """Compile a sort; each key says whether it goes from high to low.

    What has no key comes last, or first when the order is turned round; equals keep their order. Raises
    EvaluationError for keys that have no order between them.
    """

    def sort(frame: Frame, focus: Collection) -> Collection:
        frame.budget.spend(len(focus) * (len(focus).bit_length() + 1) * max(1, len(keys)))
        inside = frame.inner([])
        rows: list[tuple[Any, list[Any]]] = []
        for index, one in enumerate(focus):
            inside.this, inside.index = [one], index
            rows.append((one, [single(key(inside, inside.this), "sort()") for key, _ in keys] or [one]))
        turned = [down for _, down in keys] or [False]

        def order(left: tuple[Any, list[Any]], right: tuple[Any, list[Any]]) -> int:
            for one, other, down in zip(left[1], right[1], turned, strict=True):
                if found := _order(one, other):
                    return -found if down else found
            return 0

        return [one for one, _ in sorted(rows, key=cmp_to_key(order))]

    return sort


def _order(one: Any, other: Any) -> int:
    if one is None or other is None:
        return (one is None) - (other is None)
    if compare("<", [one], [other], None):
        return -1
    return 1 if compare(">", [one], [other], None) else 0
