"""A form as it is used: an immutable tree of items with an index by linkId."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.forms.fhirpath import Expression
from carenurse.forms.fhirpath.syntax import Node as Tree
from carenurse.forms.looks import ASIDES, PLAIN, Look, Picture
from carenurse.forms.queries import LocalQuery
from carenurse.forms.rendering import Piece
from carenurse.forms.support import SupportReport


class Severity(StrEnum):
    """How much a finding presses, from "nothing to do" to "now"."""

    NONE = "none"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measurement: UCUM code, and the words to show."""

    code: str
    text: str
    system: str = "http://unitsofmeasure.org"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be picked. ``answer`` is the FHIR answer to store.

    ``rich`` are its words as the form styles them, where it does; ``media`` the pictures that belong to it.
    """

    answer: Resource
    text: str
    code: str
    system: str
    score: Decimal | None
    prefix: str = ""
    exclusive: bool = False
    initial: bool = False
    extension: tuple[Resource, ...] = ()
    translations: Mapping[str, str] = field(default_factory=dict[str, str])
    rich: tuple[Piece, ...] = ()
    media: tuple[Picture, ...] = ()

    def said(self, language: str = "") -> str:
        """Say the text in a language, or as it was written."""
        return spoken(self.text, self.translations, language)


@dataclass(frozen=True, slots=True)
class Condition:
    """One ``enableWhen``: the question, the operator, the expected answer (FHIR value and its type)."""

    question: str
    operator: str
    value: Any
    kind: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A named or unnamed expression of a form, or a query of the record.

    ``problem`` is why it cannot be computed. ``beside`` are expressions worked out on each thing it gives
    (the columns of a choice); what they name is read too. A ``quiet`` one gives nothing without a record.
    """

    text: str
    expression: Expression | None
    name: str = ""
    problem: str = ""
    query: LocalQuery | None = None
    beside: tuple[Expression | None, ...] = ()
    quiet: bool = False

    @property
    def trees(self) -> tuple[Tree, ...]:
        """What it reads: the expression, or those inside the query."""
        if self.query is not None:
            return tuple(one.tree for one in self.query.expressions)
        return (self.expression.tree,) if self.expression is not None else ()


@dataclass(frozen=True, slots=True)
class Toggle:
    """Choices that are on offer only while the fact of this name is true."""

    name: str
    options: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A rule over the answers; ``name`` is the fact that says whether it is kept, ``human`` the sentence."""

    name: str
    key: str
    human: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A range of a score, what it means and what to do; ``when`` replaces the range where there is one."""

    low: Decimal | None
    high: Decimal | None
    below: Decimal | None
    label: str
    severity: Severity
    action: str
    when: Formula | None = None
    next_forms: tuple[str, ...] = ()
    """Canonical addresses of the forms that are to be filled in next."""

    def holds(self, total: Decimal) -> bool:
        """Say whether a total lies from ``low`` to ``high``, or up to but not at ``below``; unrounded."""
        if self.low is not None and total < self.low:
            return False
        return (self.high is None or total <= self.high) and (self.below is None or total < self.below)


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """Which item holds a total, which items count, and what the ranges mean."""

    link: str
    counts: tuple[str, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class FlagRule:
    """When a form raises a flag, what it says and what to do; an ``alert`` stays after the visit."""

    when: Formula
    says: str
    action: str
    severity: Severity
    link: str = ""
    alert: str = ""
    next_forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One group, question or display of a form."""

    link: str
    kind: str
    text: str
    children: tuple["Item", ...] = ()
    parent: str = ""
    prefix: str = ""
    short: str = ""
    required: bool = False
    repeats: bool = False
    read_only: bool = False
    hidden: bool = False
    help: str = ""
    instructions: str = ""
    control: str = ""
    orientation: str = ""
    category: str = ""
    unit: Unit | None = None
    units: tuple[Unit, ...] = ()
    minimum: Any = None
    maximum: Any = None
    min_length: int | None = None
    max_length: int | None = None
    decimals: int | None = None
    regex: str = ""
    entry_format: str = ""
    min_occurs: int | None = None
    max_occurs: int | None = None
    options: tuple[Option, ...] = ()
    open_label: str = ""
    conditions: tuple[Condition, ...] = ()
    any_condition: bool = False
    enable: Formula | None = None
    calculated: Formula | None = None
    initial_formula: Formula | None = None
    initial: tuple[Resource, ...] = ()
    variables: tuple[Formula, ...] = ()
    codes: tuple[Resource, ...] = ()
    extract: str = ""
    extract_categories: tuple[Resource, ...] = ()
    component_of: str = ""
    never_carry: bool = False
    same_question: tuple[str, str] = ("", "")
    """System and code of a question that asks the same in another way; both empty for none."""
    problem: str = ""
    look: Look = PLAIN
    facts: tuple[Formula, ...] = ()
    toggles: tuple[Toggle, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    mime_types: tuple[str, ...] = ()
    max_size: Decimal | None = None
    unit_open: str = ""
    reference_kinds: tuple[str, ...] = ()
    link_period: Resource | None = None
    population: Formula | None = None
    translations: Mapping[str, str] = field(default_factory=dict[str, str])
    raw: Resource = field(default_factory=dict[str, Any])

    @property
    def is_question(self) -> bool:
        """Whether somebody can answer it."""
        return self.kind not in ("group", "display")

    @property
    def is_aside(self) -> bool:
        """Whether it only helps its question (help, unit, instructions) and is not shown by itself."""
        return self.kind == "display" and self.control in ASIDES

    @property
    def all_units(self) -> tuple[Unit, ...]:
        """The units that may be chosen; the first is the usual one."""
        return self.units or ((self.unit,) if self.unit else ())

    def said(self, language: str = "") -> str:
        """Say the text in a language, or as it was written."""
        return spoken(self.text, self.translations, language)

    def walk(self) -> Iterator["Item"]:
        """Walk this item and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Form:
    """A loaded Questionnaire. ``raw`` is the resource itself, unchanged."""

    id: str
    url: str
    version: str
    title: str
    status: str
    items: tuple[Item, ...]
    index: Mapping[str, Item]
    variables: tuple[Formula, ...]
    contexts: tuple[str, ...]
    scores: tuple[ScoreRule, ...]
    flags: tuple[FlagRule, ...]
    codes: tuple[Resource, ...]
    report: SupportReport
    raw: Resource
    lists: Mapping[str, tuple[Resource, ...]] = field(default_factory=dict[str, Any])
    source: str = ""
    permission: str = ""
    limits: str = ""
    use: str = ""
    copyright: str = ""
    approved: bool = False
    languages: tuple[str, ...] = ()
    facts: tuple[Formula, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    signatures: tuple[str, ...] = ()
    sources: tuple[Resource, ...] = ()
    entry_mode: str = ""
    translations: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def canonical(self) -> str:
        """The address that a QuestionnaireResponse names: ``url|version``."""
        address = self.url or f"Questionnaire/{self.id}"
        return f"{address}|{self.version}" if self.version else address

    @property
    def questions(self) -> tuple[Item, ...]:
        """Every item that can be answered, in order."""
        return tuple(item for item in self.index.values() if item.is_question)

    @property
    def next_forms(self) -> tuple[str, ...]:
        """Canonical addresses of all forms that may have to be filled in after this one."""
        rules = (*(band for score in self.scores for band in score.bands), *self.flags)
        return tuple(dict.fromkeys(address for rule in rules for address in rule.next_forms))

    def said(self, language: str = "") -> str:
        """Say the title in a language, or as it was written."""
        return spoken(self.title, self.translations, language)

    def under(self, link: str) -> frozenset[str]:
        """List the linkIds of an item and all below it."""
        return frozenset(item.link for item in self.index[link].walk())


def spoken(text: str, translations: Mapping[str, str], language: str) -> str:
    """Choose the text of a language: exact tag, else its main part, else as written."""
    if not language or not translations:
        return text
    return translations.get(language) or translations.get(language.partition("-")[0]) or text
