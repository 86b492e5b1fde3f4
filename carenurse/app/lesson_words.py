"""What a lesson is about, out of the words of a plan: "Teach the 3 signs" is about "The 3 signs"."""

import re
from typing import Final

_TEACH: Final = re.compile(r"^teach(ing)?(\s+how\s+to|:)?\s+", re.IGNORECASE)
"""How a nurse begins a lesson in her plan; what follows is what it is about."""
_ARTICLE: Final = re.compile(r"^(The|An?)\b")


def lesson(words: str) -> str:
    """Say what a lesson is about, as a title of its own."""
    about = _TEACH.sub("", words.strip())
    return about[:1].upper() + about[1:]


def lesson_inside(words: str) -> str:
    """Say it inside a sentence; only an article becomes small, since a name may stand first."""
    about = _TEACH.sub("", words.strip())
    return _ARTICLE.sub(lambda found: found[0].lower(), about)
