"""The proofs, a taste of each in every run of the tests; ``python -m tests.proofs`` does them in earnest."""

import pytest

from tests.proofs import erased, faults, flips, form_kills, fuzz, kills, plaintext, power_cut, wipe_kills
from tests.proofs.table import Finding

pytestmark = pytest.mark.slow


def holds(finding: Finding) -> None:
    if finding.skipped:
        pytest.skip(finding.skipped)
    assert finding.wrong == ()
    assert finding.tries > 0


def test_a_power_cut_loses_nothing() -> None:
    holds(power_cut.prove(60))


def test_the_power_cut_finds_what_a_weaker_setting_loses() -> None:
    holds(power_cut.prove(30, "normal"))


def test_a_disk_that_fails_loses_nothing() -> None:
    holds(faults.prove(stride=41))


def test_a_kill_loses_nothing() -> None:
    holds(kills.prove(12))


def test_a_kill_in_a_long_form_loses_at_most_the_answer_in_hand() -> None:
    holds(form_kills.prove(12))


def test_a_vault_that_is_emptied_is_whole_or_gone_wherever_it_is_killed() -> None:
    holds(wipe_kills.prove())


def test_a_flipped_bit_is_never_silent() -> None:
    holds(flips.prove(24))


def test_after_a_removal_nothing_of_before_opens() -> None:
    holds(erased.prove(stride=151))


def test_nothing_readable_is_written() -> None:
    holds(plaintext.prove())


def test_hostile_files_are_taken_or_refused_in_a_sentence() -> None:
    holds(fuzz.prove(4, seed=5))
