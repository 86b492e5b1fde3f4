"""What the audit trail shows is said, and so is what it cannot show."""

from carenurse.app.trail_words import trail_limits, trail_standing
from carenurse.app.wiring import OpenVault


def test_a_whole_trail_is_said_to_be_whole_with_its_limits(open_vault: OpenVault) -> None:
    with open_vault.records.work() as work:
        for at in range(10):
            work.record("read", f"Patient/p{at}")

    standing = trail_standing(open_vault)

    assert standing.first_bad is None
    assert standing.rows >= 10
    assert str(standing.rows) in standing.found
    assert standing.limits == trail_limits()
    assert any("keyboard" in limit for limit in standing.limits)
    assert any("office" in limit for limit in standing.limits)
