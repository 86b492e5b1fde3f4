"""Words that came too late for a visit that was signed elsewhere: they are kept beside it, as an addendum.

The nurse reads them there, keeps what is right and signs it, or takes them out. Nothing is added by itself,
and what was typed is kept as it was, too: as a file in the vault, whatever becomes of the addendum.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from carenurse.app.form_shelf import shelf_of
from carenurse.app.ports import Reading, Records, Work
from carenurse.app.visit_forms import short_title
from carenurse.app.visit_late_forms import rows_of_form
from carenurse.app.visit_late_rows import Row, late_lines
from carenurse.app.visit_late_sheet import SheetRows, form_at_hand
from carenurse.app.visit_readback import put_addendum, signed_visit_view
from carenurse.app.visit_worksheet_record import WORKSHEET, decode
from carenurse.clinical.fhir import Resource, kind_of, write_json
from carenurse.clinical.shapes import as_text

FILE_TYPE = "application/fhir+json"


def keep_late_words(records: Records, encounter: str, drafts: Sequence[Resource], now: datetime) -> datetime:
    """Keep what these drafts say and the record does not, as an addendum that is not signed.

    Twice is the same as once; words of an addendum that was begun stay before them. The drafts themselves are
    kept as a file of the vault in the same step. Returns ``now`` once it is committed. Raises ExpectedError
    when the visit has no signed note: there is nothing to add to.
    """
    with records.work() as work:
        view = signed_visit_view(work, encounter)
        late = [line for draft in drafts for line in _late(work, encounter, draft, view.patient, now)]
        if more := list(_not_there(view.draft, late)):
            begun = [view.draft] if view.draft else []
            put_addendum(work, encounter, "\n".join([*begun, *more]), now)
        _keep_drafts(work, encounter, drafts)
    return now


def _keep_drafts(work: Work, encounter: str, drafts: Sequence[Resource]) -> None:
    """Keep the drafts as they are; the same ones are the same file."""
    if drafts:
        bundle = {
            "resourceType": "Bundle",
            "type": "collection",
            "entry": [{"resource": one} for one in drafts],
        }
        file = work.keep_file(write_json(bundle), media_type=FILE_TYPE, name=f"late words {encounter}")
        work.record("update", f"Encounter/{encounter}", f"late-words {file}")


def _not_there(begun: str, late: Iterable[str]) -> Iterator[str]:
    """Leave out what an earlier call wrote: so many times as it stands there, never more."""
    there = f"\n{begun}\n"
    for line in late:
        if f"\n{line}\n" in there:
            there = there.replace(f"\n{line}\n", "\n\n", 1)
        else:
            yield line


def _late(records: Reading, encounter: str, draft: Resource, patient: str, now: datetime) -> Iterator[str]:
    signed = _signed(records, encounter, draft)
    before = _rows(records, signed, patient, now) if signed else []
    same = signed is not None and signed.get("id") == draft.get("id")
    return late_lines(before, _rows(records, draft, patient, now), same_paper=same)


def _signed(records: Reading, encounter: str, draft: Resource) -> Resource | None:
    """Find the paper that was signed: this one, or the one of the same form that the other laptop began."""
    if kept := records.get(kind_of(draft), str(draft["id"])):
        return kept
    others = records.where("QuestionnaireResponse", "encounter", encounter)
    return next((one for one in others if one.get("questionnaire") == draft.get("questionnaire")), None)


def _rows(records: Reading, paper: Resource, patient: str, now: datetime) -> list[Row]:
    shelf = shelf_of(records)
    if paper.get("questionnaire") == WORKSHEET:
        return SheetRows(records, shelf, patient, now.date()).rows(decode(paper))
    name = shelf.name_of(as_text(paper.get("questionnaire")))
    form = form_at_hand(shelf, name) if name else None
    return rows_of_form(paper, form, short_title(name, form) if form else "", now)
