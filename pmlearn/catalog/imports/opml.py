"""OPML to an outline (http://opml.org/spec2.opml): outlines in outlines, and the feeds among them.

Read by expat, which is told to refuse document types: with these go entities that expand without end.
"""

from __future__ import annotations

from xml.parsers import expat

from pmlearn.catalog.imports.outline import Item, Link, NotReadError, Outline, Section, too_many

_DEPTH = 50
"""Elements within each other; outlines that people write have six."""


def read_opml(text: str) -> Outline:
    """Return the outline of an OPML file.

    Raises:
        NotReadError: it is no OPML, or holds too much.
    """
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        said = expat.errors.messages[error.code]
        hint = "export the outline again, or look at this line"
        raise NotReadError(f"line {error.lineno} is not XML: {said}", hint) from error
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self._outline = Outline()
        self._open: list[str] = []  # names of elements
        self._items: list[Item] = [Item("")]  # outlines, below one that stands for the body
        self._count = 0

    def refuse(self, *_: object) -> None:
        raise NotReadError("it declares a document type, which is not read", "delete <!DOCTYPE …> from it")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open and name != "opml":
            raise NotReadError(f"it is XML, but no OPML: it begins with <{name}>", "export it as OPML")
        self._open.append(name)
        if len(self._open) > _DEPTH:
            raise NotReadError(f"its outlines stand more than {_DEPTH} deep", "make it flatter")
        if name == "outline":
            self._count += 1
            too_many(self._count, "outlines")
            self._items.append(self._item({key.lower(): value for key, value in attributes.items()}))

    def end(self, name: str) -> None:
        self._open.pop()
        if name == "outline":
            item = self._items.pop()
            if item.title:
                self._items[-1].items.append(item)

    def text(self, text: str) -> None:
        if self._open[1:] == ["head", "title"]:
            self._outline.title += text

    def finish(self) -> Outline:
        """What stands alone is a step, and what holds others a module of them."""
        alone = Section("")
        self._outline.sections.append(alone)
        for item in self._items[0].items:
            if item.items:
                self._outline.sections.append(Section(item.title, item.text, item.items))
            else:
                alone.items.append(item)
        return self._outline

    def _item(self, told: dict[str, str]) -> Item:
        title = told.get("text") or told.get("title") or ""
        if feed := told.get("xmlurl"):
            self._outline.feeds.append(Link(title, feed))
            return Item("")
        links = [Link("", url) for name in ("url", "htmlurl") if (url := told.get(name))]
        text = told.get("_note") or told.get("description") or ""
        return Item(title, text, links, ticked=told.get("_status") == "checked")
