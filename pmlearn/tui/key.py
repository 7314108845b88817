"""One thing that a key does, and what people call it: in `config.toml` and on the screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that a key does."""

    action: str  # the name of the Textual action: `action_` and this name; `{key}` in it: the one pressed
    keys: str  # as Textual names them, separated by commas; the first one is shown; "" for none
    words: str  # what it does, in a word or two, for the footer
    where: tuple[str, ...]  # pages and widgets that have it; "app": everywhere
    about: str  # what it does, in a sentence, for the page of keys and the palette
    footer: int = 0  # its place in the footer; 0 for none
    priority: bool = False  # works while something is being typed, too

    unsaid: tuple[str, ...] = ()  # pages whose footer leaves it out all the same

    @property
    def name(self) -> str:
        """The action without its arguments."""
        return self.action.partition("(")[0]

    @property
    def each(self) -> tuple[str, ...]:
        """Its keys, as Textual names them."""
        return tuple(self.keys.split(",")) if self.keys else ()

    @property
    def shown(self) -> str:
        """The first key as people write it; "" where it has none."""
        return shown(self.each[0]) if self.keys else ""

    @property
    def id(self) -> str:
        """The name by which people set its keys: the same on every page that has it."""
        return CALLED.get(f"{self.where[0]}:{self.action}") or CALLED.get(
            self.action, self.name.replace("_", "-")
        )


NAMES = {
    "question_mark": "?", "slash": "/", "escape": "esc", "up": "↑", "down": "↓", "left": "←", "right": "→",
    "plus": "+", "minus": "-",
    "comma": ",", "full_stop": ".", "left_parenthesis": "(", "right_parenthesis": ")",
    "left_curly_bracket": "{", "right_curly_bracket": "}",
    "pageup": "pgup", "pagedown": "pgdn", "greater_than_sign": ">", "less_than_sign": "<",
    "right_square_bracket": "]", "left_square_bracket": "[", "asterisk": "*", "at": "@", "underscore": "_",
    "backslash": "\\", "ampersand": "&", "tilde": "~", "semicolon": ";", "colon": ":", "apostrophe": "'",
}  # fmt: skip
"""How keys are shown whose name is not what is printed on them."""


def shown(key: str) -> str:
    """A key as people write it."""
    if key in NAMES:
        return NAMES[key]
    # What else has a name of its own in Unicode is the character of that name.
    return _character(key) if "_" in key else key


def _character(key: str) -> str:
    import unicodedata  # noqa: PLC0415 - only those pay who have such a key

    words = key.upper().replace("_", " ")
    try:
        return unicodedata.lookup(words)
    except KeyError:
        return key


CALLED = {
    "go('today')": "today",
    "go('learn')": "learn",
    "go('queue')": "queue",
    "go('stats')": "stats",
    "year(-1)": "year-before",
    "year(1)": "year-after",
    "pane": "other-side",
    "tick_twins": "tick-the-same",
    "refresh_feeds": "refresh",
    "escape": "cancel",
    "suspend_process": "suspend",
    "play": "pause-playing",
    "seek(-15)": "seek-back",
    "seek(30)": "seek-on",
    "faster(-1)": "slower",
    "faster(1)": "faster",
    "chapter(-1)": "chapter-before",
    "chapter(1)": "next-chapter",
    "stop": "stop-playing",
    "move(1)": "down",
    "move(-1)": "up",
    "page(1)": "page-down",
    "page(-1)": "page-up",
    "first": "top",
    "last": "end",
    "g": "gg",
    "select": "open",
    "annotate": "note",
    "open_link": "open-link",
    "attach": "evidence",
    "turn": "answer",
    "card(1)": "next-card",
    "card(-1)": "card-before",
    "play_this": "play",
    "filter(1)": "next-view",
    "filter(-1)": "view-before",
    "count_for": "counts",
    "next(1)": "next",
    "next(-1)": "before",
    "item(-1)": "item-before",
    "heading(1)": "next-heading",
    "heading(-1)": "heading-before",
    "reader:mark": "highlight",
    "choose_next(1)": "next-sentence",
    "choose_next(-1)": "sentence-before",
    "stretch(1)": "longer",
    "stretch(-1)": "shorter",
    "keep(False)": "keep-passage",
    "keep(True)": "keep-with-note",
    "jump:leave": "leave-list",
    "verb('remove')": "remove-highlight",
    "verb('note')": "note-on-highlight",
    "queue:add": "save-link",
    "feeds:add": "add-feed",
    "found:take": "subscribe",
    "add_all": "subscribe-to-all",
    "feeds:remove": "remove-feed",
    "feeds:pause": "pause-feed",
    "weigh(1)": "heavier",
    "weigh(-1)": "lighter",
    "refresh_one": "refresh-this",
    "find_next(1)": "find-next",
    "find_next(-1)": "find-before",
}
"""What people call an action, by itself or as `<its first page>:<action>`; any other by its own name."""
