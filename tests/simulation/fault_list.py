"""The sixty faults that this synchronization must stand, and who makes each.

``network.x`` is a fault of the wire, ``quirk.x`` something that a server does differently, ``plan.x`` what a
schedule is drawn with, ``world.x`` and ``laptop.x`` what happens in one. A path with ``::`` is a test that
makes it by itself. What nobody draws says why.
"""

from typing import Final

_SYNC: Final = "tests/carenurse/sync"
_STORE: Final = "tests/carenurse/store"
_APP: Final = "tests/carenurse/app"
_HERE: Final = "tests/simulation"
_PEERS: Final = "tests/peers"
_PROOFS: Final = "tests/proofs/test_proofs.py"

NOT_DRAWN: Final = "not drawn: "

NETWORK: Final[dict[int, tuple[str, ...]]] = {
    1: ("network.drop_request", "network.never_left"),
    2: ("network.drop_answer",),
    3: ("network.double", "network.double_late"),
    4: ("network.double_late",),
    5: ("network.late",),
    6: ("network.drop_request",),
    7: ("network.cut_answer",),
    8: ("network.cut_answer", f"{_SYNC}/test_http_wire.py::test_a_broken_compression_is_no_answer"),
    9: ("network.cut_answer", "network.hostile_row"),
    10: (f"{_SYNC}/test_http_wire.py::test_an_answer_that_trickles_is_none_after_a_minute",),
    11: ("network.portal", "network.redirect", "network.network_login", "network.empty_answer"),
    12: (
        "quirk.reuses",
        f"{_STORE}/test_journal_doubts.py::test_an_older_state_that_a_cache_brings_late_changes_nothing",
    ),
    13: (
        "network.drop_request",
        "network.never_left",
        f"{_PEERS}/test_link.py::test_another_certificate_than_the_one_that_was_compared_gets_nothing",
    ),
    14: (
        "laptop.stop",
        f"{_PEERS}/test_link.py::test_without_signal_nothing_goes_and_what_is_open_is_cut",
    ),
}
ANSWERS: Final[dict[int, tuple[str, ...]]] = {
    15: ("network.fails_before", "network.fails_after", "network.too_early"),
    16: ("network.too_many",),
    17: ("network.sign_in", "network.stopped_signing"),
    18: ("world.forbid",),
    19: ("world.office_deletes", "quirk.history"),
    20: ("network.moment",),
    21: ("quirk.stale_status",),
    22: ("network.too_large", "quirk.most_entries"),
    23: ("world.poison",),
    24: ("network.accepted",),
    25: (
        "network.short",
        "quirk.in_part",
        f"{_HERE}/test_together.py::test_answers_that_changed_places_are_taken_for_nobodys",
    ),
    26: ("network.untold", "network.hostile_row", "quirk.tells_tags"),
}
QUIRKS: Final[dict[int, tuple[str, ...]]] = {
    27: (
        f"{NOT_DRAWN}where no guard is kept, two who write in one moment cannot both be heard by anybody",
        f"{_HERE}/test_empty_answers.py::test_nothing_counts_as_sent_for_an_empty_answer",
    ),
    28: ("quirk.if_none_match",),
    29: ("quirk.atomic",),
    30: ("quirk.gives_ids",),
    31: ("quirk.normalises", f"{_SYNC}/test_merge.py::test_what_a_server_rewrites_is_no_change"),
    32: ("quirk.noop_keeps",),
    33: ("quirk.opaque_versions",),
    34: ("quirk.lag",),
    35: ("quirk.reuses",),
    36: ("quirk.lag", "quirk.sorts"),
    37: ("quirk.coarse",),
    38: (
        "world.between_pages",
        "world.much_changes_while_it_reads",
        f"{_PEERS}/test_conformance.py::test_pages_by_the_last_moment_seen_lose_nothing_while_rows_change",
    ),
    39: (f"{NOT_DRAWN}no run asks for what is new with _since; only the check of a server tries it",),
    40: ("quirk.page_cap", "quirk.short_pages"),
    41: (
        "world.office_deletes",
        "world.somebody_resolves",
        "quirk.history",
        f"{_HERE}/test_photos_elsewhere.py::test_a_photo_goes_over_no_other_that_a_restored_office_gave_its_id",
    ),
}
TIME: Final[dict[int, tuple[str, ...]]] = {
    42: ("plan.skews",),
    43: (
        "world.clock_wrong",
        "world.clock_is_put_back",
        f"{_HERE}/test_clocks.py::test_what_is_kept_after_the_clock_was_put_back_is_heard_of_in_the_next_run",
    ),
    44: ("world.office_restored",),
    45: (
        (
            f"{_APP}/test_moving_to_another_office.py"
            "::test_what_the_new_office_changed_stands_beside_what_the_nurse_changed"
        ),
        (
            f"{_APP}/test_joining_again.py"
            "::test_joining_another_office_offers_it_everything_and_says_nothing_of_a_backup"
        ),
    ),
    46: (f"{_HERE}/test_other_lives.py::test_a_laptop_from_a_backup_doubles_nothing_and_takes_nothing_back",),
    47: (f"{_HERE}/test_other_lives.py::test_two_laptops_of_one_disk_both_work_on",),
}
PROCESS: Final[dict[int, tuple[str, ...]]] = {
    48: ("plan.crash_rate", "laptop.goes_in"),
    49: ("laptop.power_cut", f"{_PROOFS}::test_a_power_cut_loses_nothing"),
    50: (
        (
            f"{_STORE}/test_durability.py"
            "::test_a_full_disk_refuses_one_save_keeps_the_rest_and_saves_again_from_kept_room"
        ),
    ),
    51: (
        f"{_APP}/test_wiring.py::test_a_second_window_is_refused",
        (
            f"{_STORE}/test_one_runner.py"
            "::test_a_run_that_was_killed_with_its_program_holds_up_nobody_who_opens_the_vault_again"
        ),
    ),
    52: (
        "network.late",
        (
            f"{_SYNC}/test_standing_way.py"
            "::test_a_way_that_died_in_silence_is_made_anew_for_what_changes_nothing"
        ),
    ),
    53: (f"{_SYNC}/test_standing_way.py::test_not_after_a_lock_also_when_a_run_goes_on_behind_it",),
    54: (
        (
            f"{_STORE}/test_migrations.py"
            "::test_the_step_to_numbers_keeps_the_index_what_waits_and_what_was_received"
        ),
    ),
}
PEOPLE: Final[dict[int, tuple[str, ...]]] = {
    55: ("world.nurse_edits", "world.units_change", "world.office_hurries"),
    56: ("world.office_edits", "world.office_reverts", "world.office_corrects", "world.office_deletes"),
    57: ("plan.laptops", "world.units_change"),
    58: (
        f"{_HERE}/test_other_lives.py::test_whom_the_office_names_anew_and_joins_keeps_what_was_written_meanwhile",
    ),
    59: ("world.office_reassigns",),
    60: (
        (
            f"{_HERE}/test_other_lives.py"
            "::test_a_nurse_whom_the_office_let_go_keeps_what_is_unsent_until_somebody_lets_it_in"
        ),
        "tests/carenurse/office/test_native.py::test_a_revoked_laptop_gets_nothing",
    ),
}
FAULT_LIST: Final = NETWORK | ANSWERS | QUIRKS | TIME | PROCESS | PEOPLE
"""By the number of the list: who makes each."""
