"""Words for a tooltip, shown as they are."""


def as_tip(words: str) -> str:
    """Give words so that a tooltip shows them letter by letter.

    Qt takes a tooltip that looks like HTML for HTML and would draw what a record of another system asks for,
    pictures from this disk and all.
    """
    if "<" not in words and "&lt;" not in words:
        return words
    from html import escape  # noqa: PLC0415  hardly ever needed, and brings two thousand names of signs

    return f'<p style="white-space: pre-wrap">{escape(words)}</p>'
