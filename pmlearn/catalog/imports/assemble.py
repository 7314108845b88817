"""An outline to a curriculum file's values: ids are made, here and once, and kinds told where they can be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pmlearn.catalog.format import CURRICULUM, FEED, FORMAT, MODULE, PART, RESOURCE, STEP
from pmlearn.catalog.imports.columns import TRUE
from pmlearn.catalog.imports.fitting import fitting
from pmlearn.catalog.imports.kinds import kind_of, resource_type
from pmlearn.catalog.imports.outline import Item, NotReadError, Outline, Section
from pmlearn.catalog.names import slug_of
from pmlearn.catalog.slugs import Ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pmlearn.catalog.check import Values
    from pmlearn.catalog.imports.outline import Link
    from pmlearn.model.curriculum import Kind

_OPTIONAL = re.compile(r"\s*[(\[]optional[)\]]\s*$", re.IGNORECASE)
_ROOM = 300
"""Characters of a title."""


def assemble(outline: Outline, id_: str, name: str) -> Values:
    """Return the values of the curriculum that an outline stands for.

    Args:
        outline: what was read.
        id_: the id that it is to have; "" for the one in the outline, or one of its title.
        name: what it is called where it says nothing.

    Raises:
        NotReadError: there is nothing to do in it.
    """
    title = fitting(CURRICULUM, "title", outline.title) or fitting(CURRICULUM, "title", name) or "Curriculum"
    modules = _Modules(title).made_of(outline.sections)
    if not modules:
        feeds = ": it holds feeds alone" if outline.feeds else ""
        hint = "put it into a list, a line with - before each thing, or into a table"
        raise NotReadError(f"there is nothing to do in it{feeds}", hint)
    return _told(
        {
            "format": FORMAT,
            "id": id_ or fitting(CURRICULUM, "id", outline.id) or slug_of(title) or "curriculum",
            "title": title,
            "summary": fitting(CURRICULUM, "summary", outline.text),
            "modules": modules,
            "feeds": [
                {"url": feed.url, "title": fitting(FEED, "title", feed.title) or _host(feed.url)}
                for feed in outline.feeds
                if fitting(FEED, "url", feed.url)
            ],
        }
    )


class _Modules:
    def __init__(self, title: str) -> None:
        self._title = title  # of the curriculum
        self._module_ids = Ids("module")
        self._step_ids = Ids("step")
        self._ids: dict[str, str] = {}  # of steps, by their titles in small letters
        self._waiting: list[tuple[Values, str]] = []  # steps, and what is said to come before them

    def made_of(self, sections: Sequence[Section]) -> list[Values]:
        told = [section for section in sections if section.items]
        names = [section.title for section in told]
        modules = [self._module(section, names.count(section.title) > 1) for section in told]
        for step, wanted in self._waiting:
            self._require(step, wanted)
        return modules

    def _module(self, section: Section, many: bool) -> Values:
        title = section.title or self._title
        if many and section.within:  # Books under one heading, and Books under another
            title = f"{section.within[-1]}: {title}"
        headings = (section.title, *reversed(section.within))
        return _told(
            {
                "id": self._module_ids.make(title, fitting(MODULE, "id", section.id)),
                "title": fitting(MODULE, "title", title) or self._title,
                "summary": fitting(MODULE, "summary", section.text),
                "steps": [self._step(item, headings) for item in section.items],
            }
        )

    def _step(self, item: Item, headings: Sequence[str]) -> Values:
        title = fitting(STEP, "title", _bare(item)) or f"Step {len(self._waiting) + 1}"
        below = list(_below(item))
        links = [link for each in (item, *below) for link in each.links]
        links = [link for link in links if fitting(RESOURCE, "url", link.url)]
        kind = kind_of(item.values.get("kind", ""), title, [link.url for link in links[:1]], headings)
        parts, rest = _parts(below)
        told = {}
        # Told whole in the text, where it is too long for a title.
        texts = [item.title if len(item.title) > _ROOM else "", _OPTIONAL.sub("", item.text), *rest]
        for name in ("why", "done_when", "cost", "provider", "level", "evidence"):
            text = item.values.get(name, "")
            told[name] = fitting(STEP, name, text)
            if text and not told[name]:
                texts.append(f"{name.capitalize()}: {text}")
        step = _told(
            {
                "id": self._step_ids.make(title, fitting(STEP, "id", item.values.get("id", ""))),
                "title": title,
                "kind": kind.value,
                **told,
                "do": fitting(STEP, "do", "\n\n".join(text for text in texts if text)),
                "minutes": int(item.values.get("minutes", 0)),
                "topics": _slugs(item.values.get("topics", "")),
                "resources": list(_resources(links, kind)),
                "parts": parts,
                "optional": _is_optional(item),
            }
        )
        self._ids.setdefault(title.casefold(), step["id"])
        self._waiting.append((step, item.values.get("requires", "")))
        return step

    def _require(self, step: Values, wanted: str) -> None:
        """Have a step require those that are named; names of none stay as text."""
        found = dict.fromkeys(self._ids.get(name, "") for name in _names(wanted))
        if whole := self._ids.get(wanted.casefold().strip()):
            found = {whole: None}
        requires = [id_ for id_ in found if id_ and id_ != step["id"]]
        if requires:
            step["requires"] = [{"step": id_} for id_ in requires]
        elif wanted and wanted.casefold().strip() != "none":
            step["do"] = fitting(STEP, "do", "\n\n".join(filter(None, (step.get("do"), f"First: {wanted}"))))


def _parts(items: Iterable[Item]) -> tuple[list[Values], list[str]]:
    """The parts of a step, and what is told of them that has no room in a part."""
    ids = Ids("part")
    parts: list[Values] = []
    rest: list[str] = []
    for item in items:
        title = _bare(item)
        whole = f"{title}: {item.text}" if item.text else title
        fits = len(whole) <= _ROOM and "\n" not in whole
        if not fits:
            rest.append(whole)
        parts.append(
            _told(
                {
                    "id": ids.make(title, fitting(PART, "id", item.values.get("id", ""))),
                    "title": fitting(PART, "title", whole if fits else title) or f"Part {len(parts) + 1}",
                    "minutes": int(item.values.get("minutes", 0)),
                    "optional": _is_optional(item),
                }
            )
        )
    return parts, rest


def _below(item: Item) -> Iterator[Item]:
    """What an item consists of, at any depth: a step has parts, and these have none."""
    for inner in item.items:
        yield inner
        yield from _below(inner)


def _resources(links: Iterable[Link], kind: Kind) -> Iterator[Values]:
    seen: set[str] = set()
    for link in links:
        if link.url not in seen:
            seen.add(link.url)
            title = fitting(RESOURCE, "title", link.title or _place(link.url)) or _host(link.url)
            yield {"type": resource_type(link.url, kind), "title": title, "url": link.url}


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path}".rstrip("/")[:80]


def _bare(item: Item) -> str:
    return _OPTIONAL.sub("", item.title)


def _is_optional(item: Item) -> bool:
    said = item.values.get("optional", "").casefold()
    return said in TRUE or bool(_OPTIONAL.search(item.title) or _OPTIONAL.search(item.text))


def _slugs(text: str) -> list[str]:
    return [made for made in dict.fromkeys(map(slug_of, re.split("[,;]", text))) if made]


def _names(text: str) -> list[str]:
    return [name.strip().casefold() for name in re.split(r"[,;\n]|\band\b", text) if name.strip()]


def _host(url: str) -> str:
    return fitting(RESOURCE, "title", urlsplit(url).hostname or "") or "Link"


def _told(values: Values) -> Values:
    return {name: value for name, value in values.items() if value not in ("", 0, False, [])}
