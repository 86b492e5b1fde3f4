import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from ui.widgets.errand import Errand, send


class _Page:
    """What a job may hold of the window; tells on which thread it went."""

    def __init__(self, went_on: list[str]) -> None:
        self._went_on = went_on

    def __del__(self) -> None:
        self._went_on.append(threading.current_thread().name)


def never(_anything: object) -> None:
    pytest.fail("nobody should hear of this")


def _break() -> None:
    raise KeyError


def _on_another_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work, name="other")
    thread.start()
    thread.join()


def test_the_value_of_the_job_is_told() -> None:
    told: list[int] = []
    errand = Errand(lambda: 7, told.append, never)

    _on_another_thread(errand.run)
    assert told == []
    errand.answer()

    assert told == [7]


def test_what_the_job_raised_is_told_instead() -> None:
    problems: list[Exception] = []
    errand = Errand(_break, never, problems.append)

    _on_another_thread(errand.run)
    errand.answer()

    assert [type(problem) for problem in problems] == [KeyError]


@pytest.mark.parametrize("fails", [False, True])
def test_what_it_holds_goes_where_it_is_answered_though_the_other_thread_still_has_the_errand(
    fails: bool,  # noqa: FBT001
) -> None:
    went_on: list[str] = []
    ran, answered = threading.Event(), threading.Event()

    def errand_with_a_page() -> Errand[bool]:
        page = _Page(went_on)

        def job() -> bool:
            if fails:
                raise RuntimeError(page)
            return bool(page)

        def tell(_anything: object) -> bool:
            return bool(page)

        return Errand(job, tell, tell)

    errand = errand_with_a_page()

    def other(mine: Errand[bool] = errand) -> None:
        mine.run()
        ran.set()
        answered.wait()

    thread = threading.Thread(target=other, name="other")
    thread.start()
    ran.wait()
    assert went_on == []
    errand.answer()
    still_there = went_on.copy()
    answered.set()
    thread.join()

    assert still_there == [threading.current_thread().name]


def test_an_errand_that_was_sent_is_done_elsewhere_and_answered_here(qtbot: QtBot) -> None:
    threads: list[str] = []
    done_on: list[str] = []

    def job() -> None:
        done_on.append(threading.current_thread().name)

    def tell(_value: None) -> None:
        threads.append(threading.current_thread().name)

    send(Errand(job, tell, never), lambda work: threading.Thread(target=work, name="other").start())

    qtbot.waitUntil(lambda: bool(threads))
    assert done_on == ["other"]
    assert threads == [threading.current_thread().name]
