"""The scores worked out a second time, straight from the JSON and by other means than the engine's."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from carenurse.app.content import form_ids, form_resource
from carenurse.clinical.fhir import Resource
from tests.resources.shipped_forms import (
    ORDINAL,
    SCORE,
    Answers,
    counted,
    extension,
    items,
    label_of,
    number_of,
    value,
)


def find(raw: Resource, link: str) -> Resource:
    return next(item for item in items(raw) if item["linkId"] == link)


def points(item: Resource, answers: list[Resource]) -> Decimal:
    """Look the points of the chosen options up in the JSON."""
    total = Decimal(0)
    for answer in answers:
        option = next(one for one in item["answerOption"] if one["valueCoding"] == answer["valueCoding"])
        total += Decimal(value(option, ORDINAL) or 0)
    return total


def plain_sum(name: str, filled: Answers) -> Decimal:
    raw = form_resource(name)
    return sum((points(find(raw, link), filled[link]) for link in counted(name)), Decimal(0))


def in_table(table: list[tuple[str, int]], number: Decimal) -> int:
    """Read points off rows of (highest value, points); the last row has no highest value."""
    return next(score for highest, score in table if highest == "" or number <= Decimal(highest))


def news2(_name: str, filled: Answers) -> Decimal:
    """Read the chart of the Royal College of Physicians, 2017, as rows of upper ends."""
    oxygen = label_of(filled, "o2") == "Oxygen"
    saturation = number_of(filled, "spo2")
    one = [("91", 3), ("93", 2), ("95", 1), ("", 0)]
    two = [
        ("83", 3),
        ("85", 2),
        ("87", 1),
        ("92", 0),
        *([("94", 1), ("96", 2), ("", 3)] if oxygen else [("", 0)]),
    ]
    second = label_of(filled, "spo2scale").startswith("Scale 2")
    temperature = number_of(filled, "temp").quantize(Decimal("0.1"), ROUND_HALF_UP)
    total = in_table(two if second else one, saturation)
    total += in_table([("8", 3), ("11", 1), ("20", 0), ("24", 2), ("", 3)], number_of(filled, "rr"))
    total += in_table([("90", 3), ("100", 2), ("110", 1), ("219", 0), ("", 3)], number_of(filled, "sbp"))
    total += in_table(
        [("40", 3), ("50", 1), ("90", 0), ("110", 1), ("130", 2), ("", 3)], number_of(filled, "hr")
    )
    total += in_table([("35.0", 3), ("36.0", 1), ("38.0", 0), ("39.0", 1), ("", 2)], temperature)
    total += 2 if oxygen else 0
    return Decimal(total + (0 if label_of(filled, "acvpu") == "Alert" else 3))


def auditc(name: str, filled: Answers) -> Decimal:
    return Decimal(0) if label_of(filled, "auditc-1") == "Never" else plain_sum(name, filled)


def asq(_name: str, filled: Answers) -> Decimal:
    first = sum(label_of(filled, f"asq-{number}") == "Yes" for number in range(1, 5))
    return Decimal(first + (label_of(filled, "asq-5") == "Yes" if first else 0))


def lace(name: str, filled: Answers) -> Decimal:
    raw = form_resource(name)
    comorbidity = points(find(raw, "lace-c"), filled["lace-c"])
    rest = sum((points(find(raw, link), filled[link]) for link in ("lace-l", "lace-a", "lace-e")), Decimal(0))
    return rest + (comorbidity if comorbidity <= 3 else 5)


def peg(name: str, filled: Answers) -> Decimal:
    return (plain_sum(name, filled) / 3).quantize(Decimal("0.1"), ROUND_HALF_UP)


def activities(name: str, filled: Answers) -> Decimal | None:
    """Take the mean of the codes 01 to 06; 07, 09, 10 and 88 mean "not attempted" and do not count."""
    codes = {link: filled[link][0]["valueCoding"]["code"] for link in counted(name)}
    if codes.get("GG0170I") in ("07", "09", "10", "88"):
        for link in ("GG0170J", "GG0170K", "GG0170L"):
            del codes[link]
    done = [int(code) for code in codes.values() if int(code) <= 6]
    return (Decimal(sum(done)) / len(done)).quantize(Decimal("0.01"), ROUND_HALF_UP) if done else None


def balance(_name: str, filled: Answers) -> Decimal:
    total = Decimal(0)
    for link in ("b1", "b2", "b3", "b4"):
        seconds = number_of(filled, link)
        total += seconds
        if seconds < 10:
            break
    return total


def drop(_name: str, filled: Answers) -> Decimal:
    return number_of(filled, "sup-s") - min(number_of(filled, "s1-s"), number_of(filled, "s3-s"))


def typed(link: str) -> Callable[[str, Answers], Decimal]:
    return lambda _name, filled: number_of(filled, link)


SECOND_OPINION: dict[str, Callable[[str, Answers], Decimal | None]] = {
    "news2": news2,
    "auditc": auditc,
    "asq": asq,
    "lace": lace,
    "peg": peg,
    "gg0130": activities,
    "gg0170": activities,
    "four-stage-balance": balance,
    "orthostatic-bp": drop,
    "tug": typed("tug-sec"),
    "chair-stand-30s": typed("cs-n"),
}


def band_of(name: str, filled: Answers, total: Decimal) -> str | None:
    """Find the range in the JSON; ranges with a rule of their own are worked out by hand."""
    if name == "chair-stand-30s":
        return "Below table value = below average" if total < 10 else "At or above table value"
    if name == "four-stage-balance":
        held = all(number_of(filled, link) >= 10 for link in ("b1", "b2", "b3"))
        return "Tandem held 10 s" if held else "Cannot hold tandem 10 s: increased fall risk"
    if name == "orthostatic-bp":
        low = number_of(filled, "sup-d") - min(number_of(filled, "s1-d"), number_of(filled, "s3-d"))
        bad = total >= 20 or low >= 10 or label_of(filled, "sym") == "Yes"
        return "Drop 20 or more systolic, or 10 or more diastolic, or symptoms" if bad else "Normal"
    rule = next(found for item in items(form_resource(name)) if (found := extension(item, SCORE)))
    for part in rule["extension"]:
        if part["url"] != "band":
            continue
        low, high, below = (value(part, end) for end in ("low", "high", "below"))
        if low <= total and (high is None or total <= high) and (below is None or total < below):
            return value(part, "label")
    return None


SCORED = [name for name in form_ids() if counted(name)]
