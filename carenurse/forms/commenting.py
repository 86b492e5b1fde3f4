"""A nurse's comment beside a question: kept in the item of the response, never part of the answer."""

from carenurse.forms import urls
from carenurse.forms.elements import objects, text_value
from carenurse.forms.nodes import Node


def comment_of(node: Node) -> str:
    """Read the comment on a question; empty when there is none."""
    return text_value(node.base, urls.COMMENT)


def comment_on(node: Node, text: str) -> None:
    """Keep a comment on a question; an empty one is taken away. Other extensions stay as they are."""
    others = [one for one in objects(node.base.get("extension")) if one.get("url") != urls.COMMENT]
    words = text.strip()
    kept = [*others, {"url": urls.COMMENT, "valueString": words}] if words else others
    if kept:
        node.base["extension"] = kept
        if node.item is not None and node.item.text:
            node.base.setdefault("text", node.item.text)
    else:
        node.base.pop("extension", None)
        if node.item is not None and node.base == {"text": node.item.text}:
            node.base.clear()
