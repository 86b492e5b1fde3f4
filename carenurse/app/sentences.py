"""How pieces of text become whole sentences, one behind the other, and are cut where there is no room."""

from collections.abc import Iterable


def sentence(words: str) -> str:
    """Close a piece of text with a full stop, unless it ends with a mark of its own."""
    said = words.strip()
    return said if not said or said[-1] in ".!?…”" else f"{said}."


def joined(sentences: Iterable[str]) -> str:
    """Put whole sentences one behind the other, leaving out the empty ones."""
    return " ".join(said for words in sentences if (said := sentence(words)))


def cut(words: str, most: int) -> str:
    """Cut words that are longer than ``most`` letters, and show that they were."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
