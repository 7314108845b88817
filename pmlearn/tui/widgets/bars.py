"""The lines around a page: the header above, the line for messages and the footer below."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pmlearn.tui import keymap, places
from pmlearn.tui.widgets import clicks, ink
from pmlearn.tui.widgets.bar import bar
from pmlearn.tui.widgets.columns import fit
from pmlearn.tui.widgets.glyphs import DOT, HERE, RULE, TRAIL
from pmlearn.tui.widgets.spread import MOST, Above, end_at_word, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events

    from pmlearn.tui.app import PmlearnApp
    from pmlearn.tui.widgets.ink import Piece


NOTED = 20
"""Cells that what gives way in a note has at least."""

ROOMY = 64
"""Columns from which a line of progress is long."""

LOW = 16
"""Rows below which a message is as short as it can be."""

ANSWERING = (("enter", "enter", "go on"), ("esc", "escape", "cancel"))
"""What ends a line that is being typed, whatever else was remapped: as shown, the key, and its words."""

APART = 2
"""Blank cells between the two at least."""


def between(left: list[Segment], right: list[Segment], width: int) -> Strip:
    """Set one text at the left and one at the right; where both have no room the right one goes."""
    used = sum(segment.cell_length for segment in left)
    wanted = sum(segment.cell_length for segment in right)
    if used + wanted + APART > width:
        right, wanted = [], 0
    return Strip([*left, Segment(" " * (width - used - wanted)), *right]).adjust_cell_length(width)


class Header(Widget):
    """Where one is: the places, or the way to what is open and how far it has come; a rule below."""

    def __init__(self, place: str = "", date: str = "") -> None:
        super().__init__()
        self.place = place  # the place whose name is marked; "" where `trail` says where one is
        self.trail: tuple[str, ...] = ()
        self.right = date
        self.percent: int | None = None
        self._spans: list[clicks.Span] = []  # the places, for the mouse
        self._way: list[clicks.Span] = []  # what leads to where one is, for the mouse: actions

    def set(self, *trail: str, right: str = "", percent: int | None = None) -> None:
        """Say where one is, and how far it has come."""
        if (trail, right, percent) != (self.trail, self.right, self.percent):
            self.trail, self.right, self.percent = trail, right, percent
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the names, or the rule with the mark below the place."""
        width = self.size.width
        if y:
            return self._rule(width)
        if self.trail:
            return self._trail(width)
        self._spans.clear()
        names = [
            (place.name, f"{keymap.shown_of(place.name)} {place.title}".strip()) for place in places.PLACES
        ]
        left, at, gap = [Segment(" "), Segment("pmlearn", ink.ACCENT_STRONG)], 8, 3
        if at + sum(gap + len(shown) for _, shown in names) >= width:
            # Without its own name there is room for all of theirs, and for a blank at the end.
            left, at = [], -2
        for name, shown in names:
            if at + gap + len(shown) >= width:
                break
            left += [Segment(" " * (gap if at >= 0 else 1))]
            left += [Segment(shown, ink.STRONG if name == self.place else ink.MUTED)]
            self._spans.append((at + gap, at + gap + len(shown), name))
            at += gap + len(shown)
        return between(left, [Segment(ink.clean_piece(self.right), ink.MUTED), Segment(" ")], width)

    def on_click(self, event: events.Click) -> None:
        """Go to the place whose name was clicked, or up the way that leads here."""
        way = self._way if self.trail else [(at, to, f"go('{name}')") for at, to, name in self._spans]
        if event.y == 0 and (action := clicks.at(way, event.x)):
            self.app.call_later(self.app.run_action, action)

    def _trail(self, width: int) -> Strip:
        *before, last = map(ink.clean_piece, self.trail)
        word = [Segment(ink.clean_piece(self.right), ink.MUTED), Segment(" ")] if self.right else []
        far: list[Segment] = []
        if self.percent is not None:
            far = [*ink.segments(*bar(self.percent, 14 if width >= ROOMY else 5)), Segment(" ")]
            word += [Segment(" ")] if word else []
            if cell_len(last) + 3 + sum(segment.cell_length for segment in (*word, *far)) > width:
                word = []
        right = [*word, *far]
        room = width - 3 - sum(segment.cell_length for segment in right)
        way = "".join(f"{name} {TRAIL} " for name in before)
        if cell_len(way) + cell_len(last) > room:
            way = ""
        self._way = list(_upwards(before)) if way else [(0, width, "out")]
        left = [Segment(" "), Segment(way, ink.MUTED), Segment(fit(last, room), ink.STRONG)]
        return between([piece for piece in left if piece.text], right, width)

    def _rule(self, width: int) -> Strip:
        for start, end, place in self._spans if not self.trail else ():
            if place == self.place:
                return Strip(
                    [
                        Segment(RULE * start, ink.MUTED),
                        Segment(HERE * (end - start), ink.ACCENT),
                        Segment(RULE * (width - end), ink.MUTED),
                    ]
                )
        return Strip([Segment(RULE * width, ink.MUTED)])


def _upwards(names: list[str]) -> Iterator[clicks.Span]:
    """What a click on a name before the last does: to the place of that name, else to the page before."""
    titles, at = {place.title: place.name for place in places.PLACES}, 1
    for name in names:
        action = f"go('{titles[name]}')" if name in titles else "out"
        yield at, at + cell_len(name), action
        at += cell_len(f"{name} {TRAIL} ")


class Status(Widget):
    """One line above the footer: a rule, until there is something to say. What is long goes on above it."""

    class Grown(Message):
        """A message takes other rows than before."""

        def __init__(self, rows: int) -> None:
            self.rows = rows  # that it takes above its own
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self.message: tuple[str, bool] = ("", False)
        self.then = ""  # what can be done about it
        self.note: tuple[Piece, ...] = ()  # a sign, what gives way to the rest, and the rest
        self.rows: list[list[Segment]] = []  # of the message
        self.above = Above(self)

    def show_note(self, note: tuple[Piece, ...]) -> None:
        """Show a note on what the cursor is on wherever there is nothing to say; () takes it away."""
        if note != self.note:
            self.note = note
            if not self.message[0]:
                self.refresh()

    def say(self, text: str, *, bad: bool = False, then: str = "") -> None:
        """Show a line instead of the rule; "" brings the rule back. Of a long one, `then` stays whole."""
        if (*self.message, self.then) != (text, bad, then):
            self.message, self.then = (text, bad), then
            self._spread()

    def on_resize(self) -> None:
        """Set the message into the new width."""
        self._spread()

    def _spread(self) -> None:
        text, bad = self.message
        width, before = self.size.width, len(self.rows)
        # In a low window what a message speaks of would stand below it; what failed is said in full, and
        # what to do next is.
        most = 1 if self.then and not bad and self.app.size.height < LOW else MOST
        self.rows = spread(text, self.then, width, bad=bad, most=most) if text and width else []
        more = max(0, len(self.rows) - 1)
        self.refresh()
        if more or before > 1:
            self.above.styles.height = max(1, more)
            self.above.set_class(more > 0, "-more")
            self.above.refresh()
            self.post_message(self.Grown(more))

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """Draw the line."""
        width = self.size.width
        if not self.message[0] and self.note:
            return self._noted(width)
        if not self.message[0]:
            return Strip([Segment(RULE * width, ink.MUTED)])
        last = self.rows[-1] if self.rows else []
        return Strip([Segment(" "), *last]).adjust_cell_length(width)

    def _offers(self, row: int) -> Iterator[clicks.Span]:
        keys, at = keymap.by_shown(), 1
        for segment in self.rows[row]:
            before, apart, last = segment.text.rpartition(clicks.APART)
            if segment.style is ink.STRONG:
                bare = segment.text.removeprefix(f" {DOT} ")
                yield from clicks.offers(bare, at + cell_len(segment.text) - cell_len(bare), keys)
            elif apart:
                yield from clicks.offers(last, at + cell_len(before + apart), keys)
            at += cell_len(segment.text)

    def press(self, x: int, row: int) -> None:
        """Press the key that a cell of the message speaks of."""
        if row < len(self.rows) and (key := clicks.at(self._offers(row), x)):
            self.app.simulate_key(key)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        self.press(event.x, len(self.rows) - 1)

    def _noted(self, width: int) -> Strip:
        line, room = [Segment(" ")], width - 2
        others = sum(cell_len(text) for n, (text, _) in enumerate(self.note) if n != 1)
        for n, (text, style) in enumerate(self.note):
            text = ink.clean_piece(text)  # noqa: PLW2901 - as it is drawn
            given = max(NOTED, room - others) if n == 1 else room
            shown = end_at_word(text, fit(text, min(given, room)))
            others -= cell_len(shown) if n != 1 else 0
            room -= cell_len(shown)
            line.append(Segment(shown, style))
            if shown != text and n != 1:
                break
        return Strip([piece for piece in line if piece.text]).adjust_cell_length(width)


class Footer(Widget):
    """The keys of this page that help most, as many as there is room for, and where to find the rest."""

    def __init__(self, where: str) -> None:
        super().__init__()
        self.where = where
        self.mode = ""  # what the page has other keys for while it lasts
        self.without: frozenset[str] = frozenset()  # actions that what the page is about has no use for
        self.asked = False  # a line is being typed: the page's keys would be letters in it
        self._spans: list[clicks.Span] = []  # the keys, for the mouse

    def turn_to(self, mode: str) -> None:
        """Speak of the keys of a mode as long as it lasts; "" for those of the page again."""
        if mode != self.mode:
            self.mode = mode
            self.refresh()

    def leave_out(self, without: frozenset[str]) -> None:
        """Speak of other keys no more."""
        if without != self.without:
            self.without = without
            self.refresh()

    def ask(self, *, asked: bool) -> None:
        """Speak of the keys of a line that is being typed, or of the page's again."""
        self.asked = asked
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """Draw the keys."""
        width = self.size.width
        if self.asked:
            return self._answering(width)
        last, words = ("back", " back ") if self.where == "keys" else ("keys", " keys ")
        key = keymap.said(last)
        rest = [Segment(key, ink.STRONG), Segment(words, ink.MUTED)]
        left: list[Segment] = [Segment(" ")]
        used = sum(segment.cell_length for segment in rest)
        room = width - 1 - APART - used
        at = 1
        self._spans = [(width - used, width, keymap.by_shown().get(key, ""))]
        app = cast("PmlearnApp", self.app)
        for entry in keymap.footer_of(self.mode or self.where, app.lacks | app.vain | self.without):
            needed = cell_len(entry.shown) + len(entry.words) + 4
            if needed > room:
                break
            room -= needed
            self._spans.append((at, at + needed - 3, entry.each[0]))
            at += needed
            left += [Segment(entry.shown, ink.STRONG), Segment(f" {entry.words}   ", ink.MUTED)]
        return between(left, rest, width)

    def _answering(self, width: int) -> Strip:
        left, at, self._spans = [Segment(" ")], 1, []
        for shown, key, words in ANSWERING:
            self._spans.append((at, at + len(shown) + 1 + len(words), key))
            at += len(shown) + len(words) + 4
            left += [Segment(shown, ink.STRONG), Segment(f" {words}   ", ink.MUTED)]
        return between(left, [], width)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        if key := clicks.at(self._spans, event.x):
            self.app.simulate_key(key)
