"""What charts and visits rest on is read before anybody waits for it, and opens nobody's chart."""

from carenurse.app.at_hand import have_at_hand
from carenurse.app.ports import Records
from carenurse.app.visit_forms import shipped_form
from carenurse.clinical.fhir import new_id
from tests.kept import keep


def test_the_forms_of_the_open_visits_are_loaded_and_nothing_is_noted(demo: Records) -> None:
    (visit,) = (one for one in demo.where("Encounter", "status", "in-progress") if one["subject"])
    keep(
        demo,
        {
            "resourceType": "QuestionnaireResponse",
            "id": new_id(),
            "status": "in-progress",
            "questionnaire": "urn:carenurse:questionnaire/phq9",
            "subject": visit["subject"],
            "encounter": {"reference": f"Encounter/{visit['id']}"},
        },
    )
    trail = demo.audit_trail()
    shipped_form.cache_clear()

    have_at_hand(demo)
    loaded = shipped_form.cache_info().currsize
    have_at_hand(demo)

    assert loaded > 0
    assert shipped_form.cache_info().currsize == loaded
    assert demo.audit_trail() == trail
