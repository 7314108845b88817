"""The elements of HTML by what becomes of them."""

from __future__ import annotations

HIDDEN = frozenset(
    {"audio", "button", "canvas", "datalist", "form", "iframe", "noscript", "object", "script", "select"}
    | {"style", "svg", "template", "textarea", "title", "video"}
)
"""What holds no text to read."""

BLOCKS = frozenset(
    {"address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog", "div", "dl"}
    | {"fieldset", "figcaption", "figure", "footer", "header", "hgroup", "html", "legend", "main", "menu"}
    | {"nav", "p", "search", "section", "summary", "tbody", "tfoot", "thead"}
)
"""What ends a paragraph, and nothing else."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}
"""Headings and their levels."""

EMPHASIS = {
    "b": "**",
    "strong": "**",
    "dt": "**",
    "em": "*",
    "i": "*",
    "cite": "*",
    "dfn": "*",
} | dict.fromkeys(("del", "s", "strike"), "~~")
"""What is set off inside a line, and the marks of Markdown for it."""

CODE = frozenset({"code", "kbd", "samp", "tt", "var"})
"""What is code inside a line."""
