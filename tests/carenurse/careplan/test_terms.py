from carenurse.app.plan_content import plan_content
from carenurse.careplan.terms import RATINGS

TERMS = plan_content().terms


def test_the_published_counts_are_complete() -> None:
    assert len(TERMS.problems) == 42
    assert sum(len(problem.signs) for problem in TERMS.problems) == 377
    assert (len(TERMS.categories), len(TERMS.targets), len(TERMS.scales)) == (4, 76, 3)


def test_a_problem_keeps_its_published_term_beside_our_plain_words() -> None:
    term = TERMS.problem("PB0027")

    assert term is not None
    assert (term.display, term.plain, term.domain) == (
        "Neuro-musculo-skeletal function",
        "Walking and falls",
        "Physiological",
    )


def test_a_category_is_found_by_code_and_by_abbreviation() -> None:
    assert TERMS.category("TGC") is TERMS.category("CG0001") is not None
    assert TERMS.category(None) is None


def test_each_scale_runs_from_one_to_five() -> None:
    assert tuple(scale.code for scale in TERMS.scales) == RATINGS
    assert all([level.value for level in scale.levels] == [1, 2, 3, 4, 5] for scale in TERMS.scales)


def test_the_notice_names_source_and_permission() -> None:
    assert "Martin KS" in TERMS.notice
    assert "not held under copyright" in TERMS.notice


def test_unknown_codes_are_not_found() -> None:
    assert TERMS.problem("PB9999") is None
    assert TERMS.target("TG9999") is None
    assert TERMS.state("Actual") is not None
