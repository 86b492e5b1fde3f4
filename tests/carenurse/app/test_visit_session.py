from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_facts import Level
from carenurse.app.visit_forms import form_of, shipped_form
from carenurse.app.visit_open import draft_of, open_visit
from carenurse.app.visit_session import VITALS, VisitSession
from carenurse.app.visit_state import checks_of, note_of, sections_of
from carenurse.app.visit_worksheet import InterventionDone, Worksheet
from carenurse.app.visit_worksheet import Place as Cursor
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from tests.carenurse.app.visits import CARE, NOW, PATIENT, Household, type_in

HERE = Cursor("care", CARE, "form")


def jotted(text: str, sheet: Worksheet) -> Worksheet:
    return replace(sheet, jot=text)


def given(sheet: Worksheet) -> Worksheet:
    return sheet.with_intervention(InterventionDone(CARE, "given"))


def test_the_plan_chooses_the_forms(home: Household) -> None:
    assert home.living().forms == (VITALS, "news2", "skin-check", "wound-record")


def test_a_value_is_typed_once_and_scores_in_news2_as_celsius(home: Household) -> None:
    living = home.living()

    type_in(living, "temp", "100.5", "[degF]")
    type_in(living, "rr", "22")

    news2 = living.form("news2")
    assert news2.answers("temp") == ({"valueDecimal": Decimal("38.1")},)
    assert news2.answers("rr") == ({"valueInteger": 22},)
    assert living.source("news2", Place("temp")) == VITALS
    assert living.form(VITALS).answers("temp")[0]["valueQuantity"]["value"] == Decimal("100.5")


def test_what_is_cleared_goes_away_where_it_was_carried_to(home: Household) -> None:
    living = home.living()
    type_in(living, "rr", "22")

    type_in(living, "rr", "")

    assert living.form("news2").answers("rr") == ()


def test_a_value_typed_by_hand_in_news2_is_left_alone(home: Household) -> None:
    living = home.living()
    type_in(living, "rr", "18", form="news2")

    type_in(living, "rr", "22")

    assert living.form("news2").answers("rr") == ({"valueInteger": 18},)
    assert not living.source("news2", Place("rr"))


def test_a_gain_over_the_limit_is_flagged_with_why_and_what_to_do(home: Household) -> None:
    living = home.living()

    type_in(living, "weight", "171.6", "[lb_av]")

    (flag,) = [one for one in living.flags() if one.question == "weight"]
    assert "5.2 lb more than 5 days before" in flag.why
    assert flag.what_to_do.startswith("Tell the clinician today")
    assert flag.level is Level.NOTIFY
    state = next(one for one in sections_of(living, living.flags()) if one.key == VITALS)
    assert (state.done, state.notify) == (1, 1)


def test_an_unsafe_reading_is_urgent_and_asks_who_was_told(home: Household) -> None:
    living = home.living()

    type_in(living, "spo2", "84")

    flags = living.flags()
    assert flags[0].level is Level.URGENT
    assert any(one.key == f"flag:{flags[0].key}" for one in checks_of(living, flags) if not one.fine)


def test_undo_goes_back_through_answers_and_worksheet(home: Household) -> None:
    living = home.living()
    type_in(living, "hr", "88")
    living.change_sheet(HERE, given)

    assert living.undo() == "care"
    assert living.sheet.intervention(CARE).state == ""
    assert living.undo() == VITALS
    assert living.form(VITALS).answers("hr") == ()
    assert living.undo() == ""


def test_typing_one_number_is_one_step_back(home: Household) -> None:
    living = home.living()
    for text in ("1", "17", "171.6"):
        type_in(living, "weight", text, "[lb_av]")
    living.closed()
    type_in(living, "weight", "171.8", "[lb_av]")

    living.undo()
    assert living.form(VITALS).answers("weight")[0]["valueQuantity"]["value"] == Decimal("171.6")
    living.undo()
    assert living.form(VITALS).answers("weight") == ()


def test_only_what_changed_is_saved_and_a_failed_save_is_due_again(home: Household) -> None:
    living = home.living()
    type_in(living, "weight", "171.6", "[lb_av]")

    drafts = living.drafts()
    assert drafts.keys == {VITALS}
    assert not living.unsaved

    living.not_saved(drafts)
    assert living.drafts().keys == {VITALS}


def test_reopening_lands_on_the_same_question_with_all_answers(home: Household) -> None:
    living = home.living()
    type_in(living, "weight", "171.6", "[lb_av]")
    type_in(living, "rr", "22")
    living.change_sheet(HERE, lambda sheet: jotted("Shoes don't close since Sunday", sheet))
    living.go_to(Cursor(VITALS, "sbp", "form"))
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)

    again = home.living()

    assert again.sheet.place == Cursor(VITALS, "sbp", "form")
    assert again.sheet.jot == "Shoes don't close since Sunday"
    assert again.form(VITALS).answers("weight") == living.form(VITALS).answers("weight")
    assert again.source("news2", Place("rr")) == VITALS


def test_drafts_squash_into_one_version_of_each_resource(home: Household) -> None:
    living = home.living()
    saved = living.drafts().resources
    for text in ("22", "23", "24"):
        type_in(living, "rr", text)
        saved = living.drafts().resources
        save_draft(home.records, home.encounter, saved, NOW)

    response = next(one for one in saved if form_of(one["questionnaire"]) == VITALS)
    assert len(home.records.versions("QuestionnaireResponse", response["id"])) == 1


def test_a_form_can_be_added_and_taken_out_again(home: Household) -> None:
    living = home.living()

    living.add_form(draft_of(home.records, home.encounter, "gad7"))
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)
    assert "gad7" in home.living().forms

    living.leave_out("gad7")
    living.leave_out("wound-record")
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)
    assert home.living().forms == (VITALS, "news2", "skin-check")


def test_the_note_says_what_changed_since_last_time(home: Household) -> None:
    living = home.living()
    type_in(living, "weight", "171.6", "[lb_av]")
    type_in(living, "sbp", "142")
    type_in(living, "dbp", "86")

    found = next(one for one in note_of(living, NOW) if one.name == "found")

    assert found.text == "Weight 171.6 lb, up 5.2 since 27 Feb, blood pressure 142/86."
    assert found.sources == ("Vital signs",)


def test_within_limits_answers_only_findings_that_have_limits_and_can_be_undone(home: Household) -> None:
    opened = open_visit(home.records, home.encounter, NOW)
    (skin,) = (draft for draft in opened.forms if draft.key == "skin-check")
    raw = deepcopy(skin.form.raw)
    listed = [item for item in raw["item"] if item["linkId"] == "sk-1"]
    listed[0]["code"] = [{"system": "http://loinc.org", "code": "9269-2"}]
    coded = replace(opened, forms=(replace(skin, form=load(raw)),))
    living = VisitSession(coded, lambda: NOW)

    assert living.may_be_within_limits("skin-check")
    assert living.within_limits("skin-check") == 1
    assert living.form("skin-check").answers("sk-1")
    assert not living.may_be_within_limits("skin-check")

    living.undo()
    assert not living.form("skin-check").answers("sk-1")


def test_last_times_answers_are_taken_over_marked_and_confirmed_each_or_all(home: Household) -> None:
    asked = shipped_form("ucla3")[0]
    chosen = {link: asked.index[link].options[1].answer for link in ("ucla-1", "ucla-2")}
    with home.records.work() as work:
        work.put(
            {
                "resourceType": "QuestionnaireResponse",
                "id": "before",
                "status": "completed",
                "questionnaire": asked.canonical,
                "subject": {"reference": f"Patient/{PATIENT}"},
                "authored": "2026-03-03T10:00:00-05:00",
                "item": [{"linkId": link, "answer": [answer]} for link, answer in chosen.items()],
            },
            local=True,
        )
    living = home.living()
    draft = draft_of(home.records, home.encounter, "ucla3")
    living.add_form(draft)

    assert living.carry_over("ucla3", draft.earlier) == 2
    session = living.form("ucla3")
    assert session.carried_from("ucla-1") == "2026-03-03T10:00:00-05:00"
    assert session.completion().answered == 0

    assert living.confirm("ucla3", Place("ucla-1")) == 1
    assert session.completion().answered == 1
    assert living.confirm("ucla3") == 1
    assert session.completion().answered == 2
    assert living.confirm("ucla3") == 0

    for _ in range(3):
        living.undo()
    assert session.answers("ucla-1") == ()


def test_a_flag_keeps_who_was_told_when_another_one_of_its_form_goes(home: Household) -> None:
    living = home.living()
    type_in(living, "sk-7", "Yes", form="skin-check")
    type_in(living, "sk-8", "Yes", form="skin-check")
    both = {flag.why: flag.key for flag in living.flags() if flag.section == "skin-check"}

    type_in(living, "sk-7", "", form="skin-check")

    left = {flag.why: flag.key for flag in living.flags() if flag.section == "skin-check"}
    assert len(both) == len(set(both.values())) == 2
    assert left == {why: both[why] for why in left}
    assert len(left) == 1


def test_within_limits_writes_out_each_sign_of_the_system_at_hand_and_no_other(home: Household) -> None:
    living = home.living()
    living.add_form(draft_of(home.records, home.encounter, "head-to-toe"))
    session = living.form("head-to-toe")
    cough = session.item("h2t-ss2803")
    living.answer("head-to-toe", Place("h2t-ss2803"), [dict(cough.options[0].answer)])

    assert living.within_limits("head-to-toe", "h2t-ss2809") == 7

    assert session.completion().answered == 8
    [said] = [one for one in note_of(living, NOW) if one.name == "found"]
    assert "Respiration: found cough; not found abnormal breath patterns, unable to cough" in said.text
    assert "Circulation" not in said.text
    living.undo()
    assert session.completion().answered == 1


def test_a_system_all_within_limits_says_what_that_covers(home: Household) -> None:
    living = home.living()
    living.add_form(draft_of(home.records, home.encounter, "head-to-toe"))

    living.within_limits("head-to-toe", "h2t-ss2501")

    [said] = [one for one in note_of(living, NOW) if one.name == "found"]
    assert "Consciousness: within limits, none of: lethargic, stuporous, unresponsive." in said.text


def test_a_visit_that_goes_on_after_midnight_reckons_with_the_new_day(home: Household) -> None:
    moments = [NOW]
    living = VisitSession(open_visit(home.records, home.encounter, NOW), lambda: moments[-1])
    moments.append(NOW + timedelta(days=1))
    type_in(living, "hr", "80")
    assert living.form(VITALS).now == NOW + timedelta(days=1)


def test_what_was_answered_in_a_form_that_is_left_out_at_once_is_saved(home: Household) -> None:
    living = home.living()
    type_in(living, "rr", "16", form="news2")

    living.leave_out("news2")

    saved = {form_of(str(one["questionnaire"])) for one in living.drafts().resources}
    assert "news2" in saved
