"""The expressions of a form: compiled once, with the sentence that stands in for one that cannot be."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from carenurse.forms import urls
from carenurse.forms.elements import Element, expressions, extensions, number, part, value_of
from carenurse.forms.fhirpath import ExpressionError, compile_expression
from carenurse.forms.fhirpath.engine import address_named
from carenurse.forms.fhirpath.failures import broken, unsupported
from carenurse.forms.fhirpath.syntax import Call, Literal, Name, Node, children
from carenurse.forms.form import Band, FlagRule, Formula, Item, ScoreRule, Severity
from carenurse.forms.queries import read_query
from carenurse.forms.support import Findings, Level
from carenurse.translations import tr

_FHIRPATH = frozenset({"text/fhirpath", ""})
_QUERY = "application/x-fhir-query"
USUAL_CONTEXTS = frozenset({"patient", "encounter", "user", "practitioner", "location"})
"""What a form may ask for without saying so; without a value they are empty."""
_GIVEN = frozenset(
    {
        *("resource", "context", "rootResource", "QuestionnaireResponse"),
        *("ucum", "loinc", "sct", "questionnaire", "qitem"),
    }
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names an expression may use after ``%``.

    ``written`` are all that the form gives to anything, so that ``%has-fever`` is read as one word;
    ``defined`` are those that have a value here.
    """

    written: frozenset[str] = frozenset()
    defined: frozenset[str] = frozenset()

    def missing(self, tree: Node) -> str:
        """Find the first name in an expression that nothing here defines; empty when there is none."""
        waiting, used = [tree], list[str]()
        here = _GIVEN | USUAL_CONTEXTS | self.defined
        while waiting:
            node = waiting.pop()
            waiting.extend(children(node))
            match node:
                case Call(_, "defineVariable", (Literal() as given, *_)):
                    here |= {str(given.value)}
                case Name(name) if name.startswith("%") and address_named(name[1:]) is None:
                    used.append(name)
                case _:
                    pass
        return next((name for name in used if name[1:] not in here), "")


def formula(element: Element, names: Names, link: str, feature: str, findings: Findings) -> Formula:
    """Compile one FHIR Expression; one that cannot be compiled keeps its problem, told in the report."""
    text, language, name = (str(element.get(part) or "") for part in ("expression", "language", "name"))
    try:
        if not findings.room_for(text):
            raise broken(tr("the form holds more calculations than can be read"))
        if language == _QUERY:
            return _query(Formula(text, None, name), names, link, feature, findings)
        if language not in _FHIRPATH:
            why = str(unsupported(tr("the language “{language}”", language=language)))
            findings.add(feature, link, Level.REFUSED, why)
            return Formula(text, None, name, why)
        expression = compile_expression(text, names.written)
        if unknown := names.missing(expression.tree):
            why = str(unsupported(tr("the unknown value “{name}”", name=unknown)))
            return _failed(Formula(text, None, name, why), link, feature, findings)
        return Formula(text, expression, name)
    except ExpressionError as problem:
        return _failed(Formula(text, None, name, str(problem)), link, feature, findings)


def _query(asked: Formula, names: Names, link: str, feature: str, findings: Findings) -> Formula:
    """Read a query of the record. Raises ExpressionError."""
    query = read_query(asked.text, names.written)
    for inner in query.expressions:
        if unknown := names.missing(inner.tree):
            why = str(unsupported(tr("the unknown value “{name}”", name=unknown)))
            return _failed(replace(asked, problem=why), link, feature, findings)
    return replace(asked, query=query)


def _failed(formula: Formula, link: str, feature: str, findings: Findings) -> Formula:
    findings.add(feature, link, Level.DEGRADED, formula.problem)
    return formula


def named_formulas(element: Element, names: Names, link: str, findings: Findings) -> tuple[Formula, ...]:
    """Read the variables of an item or of the whole form; one name twice makes both unusable."""
    found = [formula(one, names, link, "variable", findings) for one in expressions(element, urls.VARIABLE)]
    given = [one.name for one in found]
    return tuple(
        _failed(replace(one, expression=None, problem=twice_given), link, "variable", findings)
        if (twice_given := _twice(one.name, given))
        else one
        for one in found
    )


def _twice(name: str, given: list[str]) -> str:
    return tr("“%{name}” is defined twice", name=name) if given.count(name) > 1 else ""


def one_formula(element: Element, url: str, names: Names, link: str, findings: Findings) -> Formula | None:
    """Read the only expression of one kind on an item."""
    name = url.rpartition("sdc-questionnaire-")[2]
    for found in expressions(element, url):
        return formula(found, names, link, name, findings)
    return None


def severity(value: object) -> Severity:
    """Read a severity; an unknown word is moderate, never nothing."""
    return Severity(value) if value in tuple(Severity) else Severity.MODERATE


def score_rule(item: Item, index: Mapping[str, Item], names: Names, findings: Findings) -> ScoreRule | None:
    """Read which items a total counts and what its ranges mean (``urn:carenurse:score``)."""
    for extension in extensions(item.raw, urls.SCORE):
        counts = [str(one.get("valueString")) for one in extensions(extension, "counts")]
        bands = [_band(one, names, item.link, findings) for one in extensions(extension, "band")]
        return ScoreRule(item.link, tuple(link for link in counts if link in index), tuple(bands))
    return None


def _band(extension: Element, names: Names, link: str, findings: Findings) -> Band:
    when = next(expressions(extension, "when"), None)
    return Band(
        low=number(part(extension, "low")),
        high=number(part(extension, "high")),
        below=number(part(extension, "below")),
        label=str(part(extension, "label") or ""),
        severity=severity(part(extension, "severity")),
        action=str(part(extension, "action") or ""),
        when=None if when is None else formula(when, names, link, "score", findings),
        next_forms=_next_forms(extension),
    )


def _next_forms(extension: Element) -> tuple[str, ...]:
    """Read which forms a finding asks for."""
    return tuple(one for found in extensions(extension, "next") if isinstance(one := value_of(found), str))


def flag_rules(element: Element, names: Names, link: str, findings: Findings) -> tuple[FlagRule, ...]:
    """Read the flags of an item or of the whole form (``urn:carenurse:flag``)."""
    return tuple(
        FlagRule(
            when=formula(when, names, link, "flag", findings),
            says=str(part(extension, "says") or ""),
            action=str(part(extension, "action") or ""),
            severity=severity(part(extension, "severity")),
            link=link,
            alert=str(part(extension, "alert") or ""),
            next_forms=_next_forms(extension),
        )
        for extension in extensions(element, urls.FLAG)
        for when in expressions(extension, "when")
    )
