"""Who is on the caseload, as a search knows it from key to key."""

from datetime import timedelta

from carenurse.app.caseload import KnownCaseload, find_people
from carenurse.app.on_caseload import put_on_caseload
from carenurse.app.ports import Records
from tests.demo_day import NOW
from tests.kept import person


def test_who_comes_to_the_list_is_on_it_at_the_next_key(demo: Records) -> None:
    known = KnownCaseload()
    before = find_people(demo, "delgado", NOW, known=known)

    stranger = person(demo, "Pilar", "Delgadillo")
    with demo.work() as work:
        put_on_caseload(work, [stranger])
    after = find_people(demo, "delgad", NOW, known=known)

    assert after.mine == before.mine + 1
    assert all(row.mine for row in after.rows)


def test_another_look_at_the_record_is_asked_anew(demo: Records, records: Records) -> None:
    known = KnownCaseload()

    assert known.of(demo)
    assert known.of(records) == frozenset()


def test_what_is_known_of_people_is_what_asking_anew_tells(demo: Records) -> None:
    known = KnownCaseload()
    for words in ("", "d", "de", "del", "", "d"):
        for now in (NOW, NOW + timedelta(minutes=20), NOW + timedelta(hours=30), NOW + timedelta(days=2)):
            told = find_people(demo, words, now, known=known)

            assert told == find_people(demo, words, now)


def test_a_change_of_one_person_is_seen_at_the_next_key(demo: Records) -> None:
    known = KnownCaseload()
    before = find_people(demo, "delgado", NOW, known=known).rows[0]
    kept = demo.get("Patient", before.patient)
    assert kept is not None
    with demo.work() as work:
        work.put(kept | {"name": [{"family": "Delgado", "given": ["Renamed"]}]})

    assert find_people(demo, "delgad", NOW, known=known).rows[0].name == "Renamed Delgado"
