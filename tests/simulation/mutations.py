"""Rules broken on purpose: each mistake that a synchronization has really made somewhere must be noticed."""

# pyright: reportPrivateUsage=false, reportUnknownLambdaType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
# To break a rule is to reach into what is nobody else's business.

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

from carenurse.store import journal, journal_files, journal_sending
from carenurse.store.journal_facts import UNSURE, Acknowledged, Taken
from carenurse.sync import (
    bundles,
    files,
    given_ids,
    kept,
    looking_back,
    merge,
    plain_files,
    planning,
    receiving,
    resolving,
    run,
    sending,
    session,
    together,
)
from carenurse.sync.looking_back import Standing
from carenurse.sync.steps import Ending, StoppedError
from carenurse.sync.wire import NoAnswerError

Patch = Callable[[Any, str, Any], None]


def watermark_before_data(patch: Patch) -> None:
    """Imagine that keep the mark before the rows."""
    take = session.Session.take

    def taken(self: session.Session, found: Any, cursor: tuple[str, str] | None = None) -> None:
        if cursor is not None:
            self.keep(lambda kept: kept.set_cursor(*cursor))
        take(self, found)

    patch(session.Session, "take", taken)


def old_base_after_lost_answer(patch: Patch) -> None:
    """Imagine that what arrived without an answer is merged again from what stood there before it."""

    def arrived(one: session.Session, batch: Any) -> list[Any]:
        one.keep(lambda kept: kept.dissolve(batch.identity))
        one.take(one.read(*((entry.kind, entry.identity) for entry in batch.entries)))
        return []

    patch(resolving, "_all_arrived", arrived)


def gt_for_ge(patch: Patch) -> None:
    """Imagine that the next page begins after the last row's moment."""
    request = together.Feed.request.fget
    assert request is not None

    def later(self: together.Feed) -> Any:
        asked = request(self)
        return type(asked)(asked.method, asked.path, asked.headers, asked.body.replace(b"=ge", b"=gt"))

    patch(together.Feed, "request", property(later))


def drop_on_412(patch: Patch) -> None:
    """Imagine that what was refused as stale is taken as settled."""

    def look(self: Any, entries: Any) -> None:
        for entry in entries:
            self.session.keep(
                lambda kept, one=entry: kept._database.run(
                    "DELETE FROM outbox WHERE sequence = ?", (one.sequence,)
                )
            )

    patch(sending._Sent, "_look", look)


def last_writer_wins(patch: Patch) -> None:
    """Imagine that updates carry no guard."""
    patch(bundles, "_guard", lambda _one, _profile: {})


def blind_retry(patch: Patch) -> None:
    """Imagine that what got no answer is sent again without asking."""

    def again(one: session.Session, *rest: Any) -> list[Any]:
        one.keep(lambda kept: kept.dissolve(rest[-1].identity))
        return []

    patch(resolving, "_by_receipt", again)
    patch(resolving, "_by_looking", again)
    patch(sending, "_as_they_are", lambda _one, _device, parcel: list(parcel.changes))


def stop_at_first_failure(patch: Patch) -> None:
    """Imagine that one bad record ends the run."""

    def hold(self: Any, sequence: int, *_: Any) -> None:
        self.session.keep(lambda kept: kept.take_out(sequence))
        raise StoppedError(Ending.LATER)

    patch(sending._Sent, "_hold", hold)


def acknowledge_by_status(patch: Patch) -> None:
    """Imagine that any answer of the two hundreds counts as the office's."""

    def settle(self: Any, request: Any) -> None:
        try:
            answer = self.session.wire.send(request)
        except NoAnswerError:
            self._keep_unknown()
            raise StoppedError(Ending.NO_ANSWER) from None
        if 200 <= answer.status < 300:
            told = [Acknowledged(entry.sequence, UNSURE) for entry in self.batch.entries]
            self.session.keep(lambda kept: kept.acknowledge(self.batch.identity, told, self.session.now()))
            self.arrived |= {f"{entry.kind}/{entry.identity}" for entry in self.batch.entries}
        else:
            self._keep_unknown()

    patch(sending._Sent, "settle_transaction", settle)


def delete_wins(patch: Patch) -> None:
    """Imagine that a deletion takes what is unsent with it."""

    def deleted(self: Any, row: Any, _one: Any, now: Any) -> Taken:
        self._settle_all(row.resource, now)
        self._database.run(
            "INSERT INTO gone VALUES (?, ?) ON CONFLICT DO NOTHING", (row.resource, now.isoformat())
        )
        return Taken.GONE

    patch(journal.Journal, "_deleted", deleted)


def receipts_ignored(patch: Patch) -> None:
    """Imagine that what got no answer is taken as arrived."""
    patch(resolving, "_has_receipt", lambda _one, _batch: True)


def page_by_next_link(patch: Patch) -> None:
    """Imagine that the server's links are followed over an order that moves."""

    def pages(one: session.Session, first: together.First) -> Iterator[Any]:
        answer = first.answer or one.ask(first.feed.request)
        while True:
            yield receiving._page_of(one, first.feed, answer, begins=True)
            link = together.next_link(answer.resource).removeprefix(f"{one.wire.base}/")
            if not link:
                return
            answer = one.ask(receiving.fhir_request("GET", link))

    patch(receiving, "pages", pages)


def release_conflict(patch: Patch) -> None:
    """Imagine that a conflict is settled in secret for whoever is nearer."""

    def keep(self: Any, row: Any, one: Any, now: Any) -> None:
        if one.resource is not None:
            self._set_base(row.resource, one.resource, one.tag, now)

    patch(journal.Journal, "_keep_conflict", keep)


def clear_outbox_on_send(patch: Patch) -> None:
    """Imagine that what was sent is no longer unsent."""
    mark = journal_sending.Sending.mark_sent

    def marked(self: Any, batch: str, now: Any) -> None:
        mark(self, batch, now)
        found = next(one for one in self.batches() if one.identity == batch)
        self.acknowledge(batch, [Acknowledged(one.sequence, UNSURE) for one in found.entries], now)

    patch(journal_sending.Sending, "mark_sent", marked)


def merge_without_base(patch: Patch) -> None:
    """Imagine that ours stands wherever both differ."""
    joined = kept.merge
    patch(kept, "merge", lambda _base, mine, theirs: joined(theirs, mine, theirs))


def later_edit_lost(patch: Patch) -> None:
    """Imagine that an acknowledgement settles what was edited after it was sent, too."""
    acknowledge = journal_sending.Sending._acknowledge_one

    def acknowledged(self: Any, work: Any, batch: str, answer: Any, now: Any) -> Any:
        row = self._database.row(
            "SELECT version.resource FROM outbox JOIN version ON version.id = outbox.version "
            "WHERE sequence = ?",
            (answer.sequence,),
        )
        noted = acknowledge(self, work, batch, answer, now)
        if row:
            self._database.run(
                "DELETE FROM outbox WHERE batch IS NULL AND version IN "
                "(SELECT id FROM version WHERE resource = ?)",
                row,
            )
        return noted

    patch(journal_sending.Sending, "_acknowledge_one", acknowledged)


def restore_unnoticed(patch: Patch) -> None:
    """Imagine that nobody looks whether the office is as it was left."""
    patch(run, "look_back", lambda _one, _device: Standing.AS_LEFT)
    patch(looking_back, "_look", lambda _one, _device: Standing.AS_LEFT)


def created_at_once(patch: Patch) -> None:
    """Imagine that what gets its id there is made in one step, whatever may arrive twice."""
    patch(given_ids.GivenIds, "_makes_two", property(lambda _self: False))


def file_taken_for_whole(patch: Patch) -> None:
    """Imagine that a file has arrived when some of it has."""
    standing = files._standing

    def whole(answer: Any) -> tuple[int, bool]:
        has, is_whole = standing(answer)
        return has, is_whole or has > 0

    patch(files, "_standing", whole)


def leaves_with_files(patch: Patch) -> None:
    """Imagine that who left the caseload goes whatever files of theirs wait."""
    patch(journal_files.Files, "files_waiting", lambda _self, _patient: 0)


def files_not_offered_again(patch: Patch) -> None:
    """Imagine that what a restored office had is never asked for again."""
    again = journal.Journal.begin_again

    def began(self: Any, now: Any) -> None:
        marks = self._database.rows("SELECT name FROM cursor WHERE name LIKE ?", ("file " + 64 * "_",))
        digests = [str(name).removeprefix("file ") for (name,) in marks]
        again(self, now)
        for digest in digests:
            self.file_arrived(digest, now)

    patch(journal.Journal, "begin_again", began)


def photo_arrived_by_its_answer(patch: Patch) -> None:
    """Imagine that a Binary counts as arrived before the run that sent it is counted."""

    def sure(one: session.Session) -> Iterator[Any]:
        for digest in plain_files._sent(one):
            one.keep(lambda kept, there=digest: kept.file_arrived(there, one.now()))
        plain_files._keep_sent(one, [])
        yield from ()

    patch(plain_files, "_make_sure", sure)


def mark_by_the_latest_row(patch: Patch) -> None:
    """Imagine that a row that is dated ahead takes the mark with it."""
    surely = receiving._surely_read
    patch(receiving, "_surely_read", lambda page, lasted, _there: surely(page, lasted, None))


def clock_put_back_unnoticed(patch: Patch) -> None:
    """Imagine that the marks stay where they are when the office's clock is put back."""
    patch(receiving, "keep_to_its_clock", lambda _one: None)


def empty_answer_counts(patch: Patch) -> None:
    """Imagine that a good status without a version is taken for a yes."""
    patch(sending, "_tells", lambda _entry, _answer: True)


def any_order(patch: Patch) -> None:
    """Imagine that what refers to something goes whenever it likes."""
    patch(planning, "_needs", lambda _change, _absent: set())


def units_merged_apart(patch: Patch) -> None:
    """Imagine that each element is merged by itself, whatever it makes one statement with."""
    patch(merge, "_TOGETHER", {})


def ended_in_secret(patch: Patch) -> None:
    """Imagine that what one side ends while the other says something new with it is no matter for anybody."""
    patch(merge, "_ends_what_is_said", lambda _base, _ending, _saying: False)


def two_numbers_kept(patch: Patch) -> None:
    """Imagine that a number which both sides corrected differently is kept as two."""
    patch(merge, "_corrected_apart", lambda _base, _mine, _theirs: False)


MUTATIONS: dict[str, Callable[[Patch], None]] = {
    mutation.__name__: mutation
    for mutation in (
        watermark_before_data,
        old_base_after_lost_answer,
        gt_for_ge,
        drop_on_412,
        last_writer_wins,
        blind_retry,
        stop_at_first_failure,
        acknowledge_by_status,
        delete_wins,
        receipts_ignored,
        page_by_next_link,
        release_conflict,
        clear_outbox_on_send,
        merge_without_base,
        later_edit_lost,
        restore_unnoticed,
        created_at_once,
        file_taken_for_whole,
        leaves_with_files,
        files_not_offered_again,
        photo_arrived_by_its_answer,
        any_order,
        mark_by_the_latest_row,
        clock_put_back_unnoticed,
        empty_answer_counts,
        units_merged_apart,
        ended_in_secret,
        two_numbers_kept,
    )
}


@contextmanager
def broken(name: str) -> Generator[None]:
    """Break one rule while the block runs; "" breaks none."""
    undo: list[tuple[Any, str, Any]] = []

    def patch(place: Any, attribute: str, value: Any) -> None:
        undo.append((place, attribute, getattr(place, attribute)))
        setattr(place, attribute, value)

    if name:
        MUTATIONS[name](patch)
    try:
        yield
    finally:
        for place, attribute, value in reversed(undo):
            setattr(place, attribute, value)
