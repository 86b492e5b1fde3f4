"""Words for a tooltip, shown as they are."""

from html import escape


def as_tip(words: str) -> str:
    """Give words so that a tooltip shows them letter by letter.

    Qt takes a tooltip that looks like HTML for HTML and would draw what a record of another system asks for,
    pictures from this disk and all.
    """
    if "<" not in words and "&lt;" not in words:
        return words
    return f'<p style="white-space: pre-wrap">{escape(words)}</p>'
