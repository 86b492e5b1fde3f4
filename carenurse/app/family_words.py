"""The nurse's own lines for one visit's family page, kept from the first keystroke on.

They are a draft DocumentReference of the visit (docStatus preliminary, no file): the paper that is to be. Its
id is made from the visit's, so that there is one draft a visit. Giving a paper makes a resource of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from carenurse.app.ports import Reading, Records
from carenurse.clinical import visit
from carenurse.clinical.fhir import Resource, reference_to
from carenurse.clinical.identity import local_id
from carenurse.clinical.shapes import as_objects, as_text
from carenurse.clinical.systems import LOINC, OWN
from carenurse.documents.labels import LANGUAGES, Language

Block = Literal["main", "found", "emergency", "call_today", "to_do", "questions"]
BLOCKS: tuple[Block, ...] = get_args(Block)

PAPER_TYPE: Resource = {
    "coding": [{"system": LOINC, "code": "34133-9", "display": "Summary of episode note"}],
    "text": "Visit summary for the family",
}
_LINES = OWN + "family-page-lines"
_PRINTED = OWN + "family-page-private"
_SPOKEN = OWN + "family-page-language"


@dataclass(frozen=True, slots=True)
class FamilyWords:
    """What the nurse changed: her lines of some blocks (none: she emptied it), and what private she prints.

    ``printed`` holds references (``Goal/id``) of private things that she chose to print all the same.
    ``spoken``: her lines in another language than English, each with its language.
    """

    lines: tuple[tuple[Block, tuple[str, ...]], ...] = ()
    printed: frozenset[str] = frozenset()
    spoken: frozenset[tuple[str, Language]] = frozenset()

    def of(self, block: Block) -> tuple[str, ...] | None:
        """Give her lines of one block; None when she left it as it was put together."""
        return next((lines for name, lines in self.lines if name == block), None)

    def saying(self, block: Block, text: str, language: Language = "en", standing: str = "") -> "FamilyWords":
        """Take her text of one block, one line a point.

        What she types is in the ``language`` that she chose for the paper; a line that stood there before
        (``standing``: the block as it was put together) stays in its own.
        """
        lines = tuple(line.strip() for line in text.splitlines() if line.strip())
        others = tuple(kept for kept in self.lines if kept[0] != block)
        before = {*(self.of(block) or ()), *standing.splitlines()}
        typed = {line for line in lines if line not in before}
        all_of_them = {*lines, *(line for _, kept in others for line in kept)}
        spoken = {(line, to) for line, to in self.spoken if line in all_of_them and line not in typed}
        hers = {(line, language) for line in typed if language != "en"}
        return replace(self, lines=(*others, (block, lines)), spoken=frozenset(spoken | hers))

    def language(self, line: str) -> Language:
        """Say in which language a line of hers is."""
        return dict(self.spoken).get(line, "en")

    def without(self, block: Block) -> "FamilyWords":
        """Go back to what is put together for one block."""
        return replace(self, lines=tuple(kept for kept in self.lines if kept[0] != block))

    def printing(self, reference: str, *, printed: bool) -> "FamilyWords":
        """Choose whether something private stands on the paper."""
        changed = self.printed | {reference} if printed else self.printed - {reference}
        return replace(self, printed=frozenset(changed))


def family_words(records: Reading, encounter: str) -> FamilyWords:
    """Read the nurse's lines for one visit; nothing changed when there are none."""
    draft = records.get("DocumentReference", _draft_id(encounter))
    if draft is None:
        return FamilyWords()
    return FamilyWords(tuple(_lines(draft)), frozenset(_printed(draft)), frozenset(_spoken(draft)))


def keep_family_words(records: Records, encounter: str, words: FamilyWords, now: datetime) -> None:
    """Keep the lines (a draft: it replaces the one before and is not sent)."""
    met = records.get("Encounter", encounter)
    if met is None:
        return
    draft = _draft(met, encounter, words, now)
    with records.work() as work:
        work.put(draft, draft=True)
        work.record("update", reference_to(draft))


def _draft(met: Resource, encounter: str, words: FamilyWords, now: datetime) -> Resource:
    extensions: list[Resource] = [
        {
            "url": _LINES,
            "extension": [
                {"url": "block", "valueCode": block},
                *({"url": "line", "valueString": line} for line in lines),
            ],
        }
        for block, lines in words.lines
    ]
    extensions += [{"url": _PRINTED, "valueString": reference} for reference in sorted(words.printed)]
    extensions += [
        {
            "url": _SPOKEN,
            "extension": [{"url": "language", "valueCode": to}, {"url": "line", "valueString": line}],
        }
        for line, to in sorted(words.spoken)
    ]
    return {
        "resourceType": "DocumentReference",
        "id": _draft_id(encounter),
        "extension": extensions,
        "status": "current",
        "docStatus": "preliminary",
        "type": PAPER_TYPE,
        "subject": {"reference": f"Patient/{visit.decode(met).patient}"},
        "date": now.isoformat(timespec="seconds"),
        "content": [{"attachment": {"contentType": "application/pdf", "title": PAPER_TYPE["text"]}}],
        "context": {"encounter": [{"reference": f"Encounter/{encounter}"}]},
    }


def _draft_id(encounter: str) -> str:
    return local_id("family-page", "Encounter", encounter)


def _lines(draft: Resource) -> Iterator[tuple[Block, tuple[str, ...]]]:
    for extension in as_objects(draft.get("extension")):
        parts = as_objects(extension.get("extension"))
        named = next((as_text(part.get("valueCode")) for part in parts if part.get("url") == "block"), "")
        block: Block | None = next((one for one in BLOCKS if one == named), None)
        if extension.get("url") == _LINES and block:
            said = (as_text(part.get("valueString")) for part in parts if part.get("url") == "line")
            yield block, tuple(said)


def _spoken(draft: Resource) -> Iterator[tuple[str, Language]]:
    for extension in as_objects(draft.get("extension")):
        parts = {as_text(one.get("url")): one for one in as_objects(extension.get("extension"))}
        if extension.get("url") == _SPOKEN and {"language", "line"} <= set(parts):
            code, line = (
                as_text(parts["language"].get("valueCode")),
                as_text(parts["line"].get("valueString")),
            )
            language: Language | None = next((one for one in LANGUAGES if one == code), None)
            if language:
                yield line, language


def _printed(draft: Resource) -> Iterator[str]:
    for extension in as_objects(draft.get("extension")):
        if extension.get("url") == _PRINTED:
            yield as_text(extension.get("valueString"))
