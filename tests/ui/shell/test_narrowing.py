from carenurse.app.ports import Records
from carenurse.app.some_people import SomePeople
from ui.shell.narrowing import PATIENCE, Narrowing


class Seconds:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def narrowing(seconds: Seconds) -> tuple[Narrowing, list[str]]:
    told: list[str] = []
    made = Narrowing(seconds)
    made.changed.connect(lambda: told.append("changed"))
    return made, told


def test_a_sitting_begins_with_what_may_be_seen(records: Records) -> None:
    made, told = narrowing(Seconds())
    today = SomePeople(records, {"p1"}, counted=True)

    assert made.pick(today) is today
    assert told == []


def test_jobs_see_what_they_saw_until_the_words_are_kept(records: Records) -> None:
    made, told = narrowing(Seconds())
    today = SomePeople(records, {"p1"}, counted=True)
    made.pick(records)

    assert made.pick(today) is records
    assert made.pick(today) is records
    assert told == ["changed"]
    made.agree()

    assert made.pick(today) is today
    assert told == ["changed"]


def test_nobody_can_hold_it_up_for_ever(records: Records) -> None:
    seconds = Seconds()
    made, _ = narrowing(seconds)
    today = SomePeople(records, {"p1"}, counted=True)
    made.pick(records)
    made.pick(today)
    seconds.at = PATIENCE

    assert made.pick(today) is today


def test_everything_is_seen_again_at_once(records: Records) -> None:
    made, told = narrowing(Seconds())
    made.pick(SomePeople(records, {"p1"}, counted=True))

    assert made.pick(records) is records
    assert told == ["changed"]


def test_a_renewal_before_the_words_are_kept_leaves_everything_as_it_is(records: Records) -> None:
    made, told = narrowing(Seconds())
    today = SomePeople(records, {"p1"}, counted=True)
    made.pick(records)
    made.pick(today)

    assert made.pick(records) is records
    made.agree()
    assert made.pick(today) is records
    assert told == ["changed", "changed"]


def test_one_more_person_of_the_same_day_is_seen_at_once_and_nothing_is_told(records: Records) -> None:
    made, told = narrowing(Seconds())
    more = SomePeople(records, {"p1", "p2"}, counted=True)
    made.pick(SomePeople(records, {"p1"}, counted=True))

    assert made.pick(more) is more
    assert told == []


def test_the_people_of_yesterday_go_when_the_words_are_kept(records: Records) -> None:
    made, told = narrowing(Seconds())
    yesterday, today = (SomePeople(records, {who}, counted=True) for who in ("p1", "p2"))
    made.pick(yesterday)

    assert made.pick(today) is yesterday
    made.agree()
    assert made.pick(today) is today
    assert told == ["changed"]


def test_another_vault_begins_anew(records: Records) -> None:
    made, told = narrowing(Seconds())
    today = SomePeople(records, {"p1"}, counted=True)
    made.pick(records)
    made.begin()

    assert made.pick(today) is today
    assert told == []
