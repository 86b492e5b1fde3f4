from carenurse.documents.readability import grade


def test_short_sentences_of_short_words_are_easy() -> None:
    easy = grade(["Put your feet up when you sit.", "Write it down."])

    assert easy is not None
    assert easy < 3


def test_a_sentence_of_long_words_is_hard() -> None:
    hard = grade(["Continuous monitoring facilitates identification of cardiovascular deterioration."])

    assert hard is not None
    assert hard > 12


def test_names_of_medicines_do_not_count() -> None:
    without = grade(["Take acetaminophen for pain."], ["Acetaminophen 500 mg"])

    assert without == grade(["Take for pain."])


def test_no_words_have_no_grade() -> None:
    assert grade(["", "12 / 34"]) is None


def test_a_known_sentence_has_its_known_grade() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59
    assert grade(["The cat sat on the mat."]) == -1.4
