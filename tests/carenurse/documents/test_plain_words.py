import pytest

from carenurse.documents.plain_words import plain


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("40 mg PO BID", "40 mg by mouth 2 times a day"),
        ("1 tab PO q6h PRN pain", "1 tablet by mouth every 6 hours only if needed pain"),
        ("q4-6h", "every 4 to 6 hours"),
        ("10U SubQ QHS", "10 units under the skin at bedtime"),
        ("5.0 mg daily", "5 mg every day"),
        (".5 mg by mouth daily", "0.5 mg by mouth every day"),
        ("12.50 mg", "12.50 mg"),
        ("1 tablet by mouth every morning", "1 tablet by mouth every morning"),
        ("Take with food", "Take with food"),
        ("128/72", "128/72"),
        ("1 tablet every 4 hr", "1 tablet every 4 hours"),
        ("take 1 tab 1 hr before bed", "take 1 tablet 1 hour before bed"),
        ("q4h-6h as needed", "every 4 to 6 hours as needed"),
        ("every 4 to 6 hrs", "every 4 to 6 hours"),
        ("q1h", "every hour"),
        ("0.5 tab, 2 tabs, 21 caps, 1 cap", "0.5 tablets, 2 tablets, 21 capsules, 1 capsule"),
        ("close the cap tightly", "close the cap tightly"),
        ("over 24 h", "over 24 hours"),
        ("hold if HR < 60", "hold if pulse < 60"),
        ("hold for HR under 60", "hold for pulse under 60"),
    ],
)
def test_short_forms_are_written_out(written: str, said: str) -> None:
    assert plain(written) == said
