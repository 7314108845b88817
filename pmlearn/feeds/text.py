"""HTML into Markdown of a safe subset: what the reader shows of an entry.

Headings, paragraphs, lists, quotes, code, tables of data, emphasis, links to http and https, and images by
their description are kept; everything else is its text, or nothing. The standard library's parser does it: it
takes whatever it is given, in one pass without recursion, and a dependency that reads HTML faster would be
compiled code fed by strangers.

All text is escaped, so that Markdown is made by elements alone and never by what somebody wrote.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from pmlearn.feeds.elements import BLOCKS, CODE, EMPHASIS, HEADINGS, HIDDEN
from pmlearn.feeds.links import web_link
from pmlearn.feeds.markdown import Blocks, code_span, escape, heading, link_target, paragraph
from pmlearn.feeds.tables import Event, Table
from pmlearn.model.text import clean, clean_block

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUOTES = ("“", "”")
# For the end of each of these the parser searches the whole document, again and again where it is missing.
_UNREAD = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)|</(?![^<>]*>)", re.DOTALL)
_BREAK = "\\\n"
_MOST_OPEN = 20  # links and emphases inside each other
_POWER = re.compile(r"[-−+]?\d")  # what is raised and has to look so: 10^6, a note^1; not 1st
_BLANKS = re.compile(" {2,}")
_AROUND_BREAK = re.compile(r" *\\\n *")
_EDGES = re.compile(r"^(?:\\\n| )+|(?:\\\n| )+$")


def to_markdown(html: str, base: str = "") -> str:
    """Turn HTML into Markdown; relative links are those of a document at `base`.

    No control characters are left, and no links but those to http and https.
    """
    reader = _Reader(base)
    html = _UNREAD.sub("", html)
    end = html.rfind(">") + 1
    reader.feed(html[:end] + html[end:].replace("<", "&lt;"))  # no element ends there
    reader.close()
    return clean_block(reader.finish())


class _Reader(HTMLParser):
    """Follows the elements, and keeps the paragraph that is being read."""

    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base = base
        self._blocks = Blocks()
        self._line: list[str] = []  # the paragraph so far: Markdown
        self._text: list[str] = []  # text after that, as it came
        self._open: list[tuple[str, int, str]] = []  # element, where it began in the line, its address
        self._hidden: list[str] = []
        self._pre: list[str] | None = None  # the code block so far
        self._heading = 0
        self._cells = 0  # of this table row so far
        self._table: Table | None = None  # the table that is being read, if it may be one of data

    def finish(self) -> str:
        """Return the Markdown of all that was read."""
        if self._table is not None:
            self._end_table()
        if self._pre is not None:
            self.handle_endtag("pre")
        self._paragraph()
        return self._blocks.text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if self._table is not None:
            if tag != "table":
                self._collect(Event("start", tag, dict(attrs)))
                return
            self._lay_out()  # with a table inside, it is none of data
        if tag in HIDDEN:
            self._hidden.append(tag)
        elif self._hidden:
            return
        elif self._pre is not None:
            if tag == "br":
                self._pre.append("\n")
        elif (tag in EMPHASIS and tag != "dt") or tag in CODE or tag == "sup":
            self._begin(tag)
        elif tag == "a":
            self._end("a")
            self._begin("a", self._address(dict(attrs).get("href") or ""))
        elif tag == "img":
            self._image(dict(attrs))
        elif tag == "br":
            self._break()
        else:
            self._start_block(tag, dict(attrs))

    def _start_block(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag in BLOCKS:
            self._end("dt")
            self._paragraph()
        elif tag == "dt":
            self._paragraph()
            self._begin(tag)
        elif tag == "q":
            self._text.append(_QUOTES[0])
        elif tag in HEADINGS:
            self._paragraph()
            self._heading = HEADINGS[tag]
        elif tag == "pre":
            self._paragraph()
            self._pre = []
        elif tag == "hr":
            self._paragraph()
            self._blocks.add("---")
        elif tag == "blockquote":
            self._paragraph()
            self._blocks.enter(tag)
        elif tag in ("ul", "ol"):
            self._paragraph()
            start = attrs.get("start") or ""
            self._blocks.enter(
                tag, int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
            )
        elif tag == "li":
            self._paragraph()
            self._blocks.item()
        elif tag == "table":
            self._paragraph()
            self._table = Table(attrs)
        elif tag in ("tr", "td", "th"):
            self._start_cell(tag)

    def _start_cell(self, tag: str) -> None:
        """Set the cells of a table that holds no data beside each other."""
        if tag == "tr":
            self._break()
            self._cells = 0
            return
        if self._cells and (self._line or self._text):
            self._text.append(" | ")
        self._cells += 1

    def handle_endtag(self, tag: str) -> None:
        """End an element, if it was begun."""
        if self._table is not None:
            if tag == "table":
                self._end_table()
            else:
                self._collect(Event("end", tag))
        elif self._hidden:
            if tag in self._hidden:
                del self._hidden[self._hidden.index(tag) :]
        elif self._pre is not None:
            if tag == "pre":
                code, self._pre = "".join(self._pre), None
                self._blocks.code(code)
        elif tag == "q":
            self._text.append(_QUOTES[1])
        elif tag in EMPHASIS or tag in CODE or tag in ("a", "sup"):
            self._end(tag)
            if tag == "dt":
                self._paragraph()
        elif tag in BLOCKS or tag in HEADINGS or tag == "table":
            self._paragraph()
        elif tag in ("blockquote", "ul", "ol", "li"):
            self._paragraph()
            self._blocks.leave(tag)

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._table is not None:
            self._collect(Event("text", data))
        elif self._pre is not None:
            self._pre.append(data)
        elif not self._hidden:
            self._text.append(data)

    def _collect(self, event: Event) -> None:
        if self._table is not None and not self._table.add(event):
            self._lay_out()

    def _lay_out(self) -> None:
        """Read what was collected again: it is no table of data, and its cells are like paragraphs."""
        table, self._table = self._table, None
        if table is not None:
            self._replay(table.events)

    def _end_table(self) -> None:
        table = self._table
        if table is None:
            return
        if not (markdown := table.markdown(self._inline)):
            self._lay_out()
            self._paragraph()
            return
        self._table = None
        self._replay(table.caption.events)
        self._paragraph()
        self._blocks.add(markdown)

    def _replay(self, events: Sequence[Event]) -> None:
        for event in events:
            if event.kind == "text":
                self.handle_data(event.what)
            elif event.kind == "start":
                self.handle_starttag(event.what, list(event.attrs.items()))
            else:
                self.handle_endtag(event.what)

    def _inline(self, events: Sequence[Event]) -> str:
        reader = _Reader(self._base)
        reader._replay(events)
        return " ".join(reader.finish().replace(_BREAK, " ").split())

    def _address(self, href: str) -> str:
        # A note at the end of the text, or its table of contents, is a place in it and no page of its own.
        return "" if href.strip().startswith("#") else web_link(href, self._base)

    def _take_text(self) -> None:
        if not self._text:
            return
        raw = "".join(self._text)
        self._text.clear()
        # clean() strips, but a blank at an edge parts this text from an element. Harmful characters go before
        # the escaping, or `<`, one of them and `b>` would be text now and HTML afterwards.
        text = clean(f"x{raw}x", len(raw) + 2)[1:-1]
        self._line.append(text if self._in_code() else escape(text))

    def _in_code(self) -> bool:
        return any(tag in CODE for tag, _, _ in self._open)

    def _begin(self, tag: str, address: str = "") -> None:
        if len(self._open) < _MOST_OPEN and not self._in_code():
            self._take_text()
            self._open.append((tag, len(self._line), address))

    def _end(self, tag: str) -> None:
        places = [place for place, (one, _, _) in enumerate(self._open) if one == tag]
        if not places:
            return
        self._take_text()
        _, start, address = self._open[places[-1]]
        del self._open[places[-1] :]
        whole = "".join(self._line[start:])
        core = _EDGES.sub("", whole)
        if core and self._marks(tag):
            before, _, after = whole.partition(core)
            self._line[start:] = [before, self._wrap(tag, core, address), after]

    def _marks(self, tag: str) -> bool:
        # What is bold already is not made bold again: four asterisks in a row are none.
        mark = EMPHASIS.get(tag)
        return mark is None or all(EMPHASIS.get(one) != mark for one, _, _ in self._open)

    @staticmethod
    def _wrap(tag: str, core: str, address: str) -> str:
        if tag in CODE:
            return code_span(core)
        if tag == "sup":
            return f"^{core}" if _POWER.match(core) else core
        if tag == "a":
            return f"[{core}]({link_target(address)})" if address else core
        return f"{EMPHASIS[tag]}{core}{EMPHASIS[tag]}"

    def _image(self, attrs: dict[str, str | None]) -> None:
        described = (attrs.get("alt") or attrs.get("title") or "").strip()
        if described:
            self._text.append(f"[image: {described}]")

    def _break(self) -> None:
        self._take_text()
        if self._line and self._line[-1] == _BREAK:
            self._paragraph()
        elif self._line:
            self._line.append(_BREAK)

    def _paragraph(self) -> None:
        """End the paragraph, if there is one; what is open goes on in the next."""
        again = [(tag, address) for tag, _, address in self._open]
        while self._open:
            self._end(self._open[-1][0])
        self._take_text()
        line = _EDGES.sub(
            "", _AROUND_BREAK.sub(_BREAK.replace("\\", "\\\\"), _BLANKS.sub(" ", "".join(self._line)))
        )
        self._line.clear()
        if line and self._heading:
            self._blocks.add(heading(line.replace(_BREAK, " "), self._heading))
        elif line:
            self._blocks.add(paragraph(line))
        self._heading = 0
        for tag, address in again:
            self._begin(tag, address)
