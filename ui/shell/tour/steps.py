"""The order of the tour. A step is a function of the stage whose name reads as a sentence."""

from collections.abc import Callable
from typing import TypeAlias

from ui.shell.tour import (
    steps_care,
    steps_day,
    steps_leaving,
    steps_lock,
    steps_office,
    steps_plan,
    steps_start,
    steps_visit,
)
from ui.shell.tour.stage import Stage

Step: TypeAlias = Callable[[Stage], None]

STEPS: tuple[Step, ...] = (
    steps_start.she_creates_her_vault,
    steps_start.she_keeps_the_recovery_code,
    steps_start.the_agency_gives_her_a_caseload,
    steps_start.she_locks_and_a_wrong_passphrase_is_told,
    steps_start.she_unlocks,
    steps_day.she_reads_the_route_of_the_day,
    steps_day.she_finds_people_as_she_types,
    steps_day.she_takes_over_the_record_of_the_hospital,
    steps_day.she_opens_the_chart,
    steps_lock.the_family_sees_only_rosa,
    steps_plan.she_adds_care_from_a_template,
    steps_visit.she_drives_to_rosa,
    steps_visit.she_begins_the_visit,
    steps_visit.she_says_why_she_came,
    steps_lock.a_cover_comes_and_goes_with_a_word_half_typed,
    steps_visit.she_types_the_vital_signs,
    steps_visit.she_reads_the_early_warning_score,
    steps_visit.she_asks_the_nine_questions,
    steps_visit.she_asks_about_falls,
    steps_visit.she_adds_the_skin_check,
    steps_care.she_says_what_care_was_given,
    steps_care.she_says_a_word_on_each_goal,
    steps_care.the_window_is_closed_in_the_middle_and_opened_again,
    steps_care.she_teaches_and_hears_it_back,
    steps_care.she_jots_what_has_no_place,
    steps_care.a_finding_becomes_a_problem_of_the_plan,
    steps_leaving.she_says_who_was_told,
    steps_leaving.she_agrees_the_next_visit,
    steps_leaving.she_reviews_the_note,
    steps_leaving.she_makes_the_page_for_the_family,
    steps_leaving.she_records_the_page_as_given,
    steps_leaving.she_signs,
    steps_leaving.she_adds_an_addendum,
    steps_leaving.the_visit_is_written_down,
    steps_office.she_looks_at_the_week,
    steps_office.she_exports_sealed_for_the_office,
    steps_office.the_office_opens_it_with_its_key,
    steps_office.she_looks_at_it_in_the_dark,
)
