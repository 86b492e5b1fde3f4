"""A long form is killed (SIGKILL) while it is filled in, at random moments: only the answer in hand is lost.

Each life goes on where the draft stands, as a nurse does who opens the visit again: letter by letter into
the session, and when she leaves a question the draft is saved as the visit saves it. Afterwards the vault is
opened, the draft is read into the form again, and every answer that she had left must stand in it, with what
was calculated from it; nothing may stand there that she had not come to.
"""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from carenurse.app.visit_draft import save_draft
from carenurse.clinical.fhir import Resource
from carenurse.forms.form import Form
from carenurse.forms.graph import Graph, build_graph
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place as Question
from carenurse.forms.session import Session
from tests.benchmarks.made_forms import calculating
from tests.proofs.power_cut import scratch
from tests.proofs.table import Finding
from tests.proofs.workflows import NOW, Place, opened, pattern

QUESTIONS: Final = 200
TOTALS: Final = 30
_LONGEST: Final = 0.2
"""Seconds of a life after the vault is open: less than a form takes, so that nearly every life is cut."""
_PATIENCE: Final = 5
"""So many lives for one kill: a form may be full before it comes."""
_ENCOUNTER: Final[Resource] = {
    "resourceType": "Encounter",
    "id": "e1",
    "status": "in-progress",
    "class": {"code": "HH"},
    "subject": {"reference": "Patient/p1"},
}


@dataclass(frozen=True, slots=True)
class _Paper:
    """The form, and the words that are typed into each question in order."""

    form: Form
    graph: Graph

    def words(self) -> Iterator[tuple[Question, str]]:
        for number in range(QUESTIONS):
            yield Question(f"q{number}"), str(1_000 + 7 * number)

    def read(self, response: Resource | None) -> Session:
        return Session(self.form, response, now=NOW, graph=self.graph)


def prove(kills: int, seed: int = 4) -> Finding:
    """Kill so many times."""
    if sys.platform == "win32":
        return Finding("kill -9 in a form", 0, skipped="there is no fork and no SIGKILL on Windows")
    began, chance = time.perf_counter(), Random(seed)  # noqa: S311 - which moments, not which secrets
    form = load(calculating(QUESTIONS, TOTALS))
    paper = _Paper(form, build_graph(form))
    wrong, inside, lives, kept, forms = list[str](), 0, 0, 0, 1
    with tempfile.TemporaryDirectory(prefix="carenurse-proof-", dir=scratch()) as parent:
        place = _begun(Path(parent))
        while inside < kills and lives < kills * _PATIENCE:
            lives += 1
            left, cut = _one_life(place, paper, forms, chance.random() * _LONGEST)
            inside += cut
            there, said = _stands(place, paper, forms, max(kept, left))
            wrong += [f"life {lives}: {one}" for one in said]
            kept = there
            if kept == QUESTIONS:
                forms, kept = forms + 1, 0
    told = f"{forms} forms of {QUESTIONS} questions and {TOTALS} sums"
    return Finding("kill -9 in a form", inside, tuple(wrong), told, seconds=time.perf_counter() - began)


def _begun(parent: Path) -> Place:
    place = pattern(parent / "base").copied(parent / "run")
    shutil.rmtree(parent / "base")
    with opened(place) as vault, vault.records.work() as work:
        work.put(_ENCOUNTER, draft=True)
    return place


def _one_life(place: Place, paper: _Paper, number: int, seconds: float) -> tuple[int, bool]:
    """Type in a process of its own until it is killed; give how many questions it left, and if it was cut."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            _type(place, paper, number, write)
        finally:
            os._exit(0)
    os.close(write)
    left = 0
    with os.fdopen(read) as claims:
        claims.readline()
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        for line in claims:
            left = int(line)
    _, status = os.waitpid(child, 0)
    return left, os.WIFSIGNALED(status)


def _type(place: Place, paper: _Paper, number: int, write: int) -> None:
    """Go on with the draft, letter by letter; tell each question that was left once its draft is kept."""
    with opened(place) as vault:
        session = paper.read(vault.records.get("QuestionnaireResponse", f"form-{number}"))
        os.write(write, b"open\n")
        for at, (question, words) in enumerate(paper.words(), 1):
            if session.answers(question):
                continue
            for end in range(1, len(words) + 1):
                session.type_in(question, words[:end])
            draft = {**session.to_response(), "id": f"form-{number}", "subject": {"reference": "Patient/p1"}}
            save_draft(vault.records, "e1", [draft], NOW)
            os.write(write, f"{at}\n".encode())


def _stands(place: Place, paper: _Paper, number: int, left: int) -> tuple[int, list[str]]:
    """Read the draft again; give how many answers stand in it, and what is wrong with it."""
    with opened(place) as vault:
        wrong = list(vault.faults())
        response = vault.records.get("QuestionnaireResponse", f"form-{number}")
    session = paper.read(response)
    given = [(question, words, session.answers(question)) for question, words in paper.words()]
    there = sum(1 for _question, _words, answers in given if answers)
    if response is not None and session.to_response()["item"] != response["item"]:
        wrong.append("the sums that were kept are not those of the answers")
    if not left <= there <= left + 1:
        wrong.append(f"{left} answers were left, {there} stand in the draft")
    wrong += [
        f"{question.link} says {answers}"
        for at, (question, words, answers) in enumerate(given)
        if answers != (({"valueInteger": int(words)},) if at < there else ())
    ]
    return there, wrong
