"""CSV to an outline (RFC 4180, and what spreadsheets make of it): a header, then a row for each thing to do.

Where a row belongs is told by columns `module`, `step` and `part`, by numbers in a column `depth`, or by the
blanks before a title. A column `ref` or `id` gives ids.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from pmlearn.catalog.imports.columns import CHOICE, Cell, meanings, row_item
from pmlearn.catalog.imports.outline import Item, NotReadError, Outline, Section, too_many

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLUMNS = 200
_FORMULA = ("'=", "'+", "'-", "'@", "''")


def read_csv(text: str) -> Outline:
    """Return the outline of a CSV file.

    Raises:
        NotReadError: it has no header that says where the titles are, or holds too much.
    """
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if len(row) > _COLUMNS:
                raise NotReadError(
                    f"line {reader.line_num} has {len(row):,} columns", "keep those that say what to do"
                )
            if any(cell.strip() for cell in row):
                rows.append(row)
                too_many(len(rows), "rows")
    except csv.Error as error:
        raise NotReadError(f"line {reader.line_num} is not CSV: {error}", "save it as CSV again") from error
    header, *rows = rows or [[]]
    return _Reader(header).read(rows)


class _Reader:
    def __init__(self, header: Sequence[str]) -> None:
        self._header = header
        self._meant = meanings(header)
        self._sections: dict[str, Section] = {}
        self._outline = Outline()
        if not {"title", "step"} & set(self._meant):
            raise NotReadError(
                "no column of its first row is called title or step",
                "name the columns in the first row: module, title, part, minutes, link",
            )

    def read(self, rows: Sequence[Sequence[str]]) -> Outline:
        depths = self._depths(rows)
        above: list[Item] = []
        for place, row in enumerate(rows):
            cells = [Cell.of(_bare(cell)) for cell in row]
            item = row_item(self._header, self._meant, cells)
            if depths:
                del above[depths[place] :]
                self._add_at_depth(item, above)
            elif not (item.values.get("ref") and item.values.get("kind") == CHOICE):
                self._add(item)
        self._outline.sections = list(self._sections.values())
        return self._outline

    def _depths(self, rows: Sequence[Sequence[str]]) -> list[int]:
        """How deep each row stands, from 0; none where neither a column nor blanks tell."""
        if "title" not in self._meant or "step" in self._meant:
            return []
        titles = [_cell(row, self._meant.index("title")) for row in rows]
        steps = [len(title) - len(title.lstrip()) for title in titles]
        for name in ("depth", "level"):  # of levels, those that are numbers
            if name in self._meant:
                told = [_cell(row, self._meant.index(name)).strip() for row in rows]
                if all(text.isdecimal() and len(text) < 3 for text in told):
                    steps = list(map(int, told))
        ranks = {step: rank for rank, step in enumerate(sorted(set(steps)))}
        return [ranks[step] for step in steps] if len(ranks) > 1 else []

    def _add_at_depth(self, item: Item, above: list[Item]) -> None:
        for name in ("depth", "level"):
            item.values.pop(name, None)
        if not above:
            section = Section(item.title, item.text, item.items, item.values.pop("id", ""))
            self._sections[f"{len(self._sections)}"] = section
        else:
            above[-1].items.append(item)
        above.append(item)

    def _add(self, item: Item) -> None:
        values = item.values
        module, step, part = (values.pop(name, "") for name in ("module", "step", "part"))
        last = next(reversed(self._sections.values()), None)
        # What stands below a name without one of its own belongs to it, as in merged cells.
        section = self._sections.setdefault(module, Section(module)) if module or not last else last
        curriculum, _, slugs = values.pop("ref", "").partition("/")
        step_id, _, part_id = slugs.partition("/")
        self._outline.id = self._outline.id or curriculum
        if step_id:
            values["id"] = part_id or step_id
        if not part and not (step and item.title and step != item.title):
            item.title = item.title or step
            section.items.append(item)
            return
        title = step or (section.items[-1].title if section.items else "")
        if not section.items or section.items[-1].title != title:
            section.items.append(_step_of(item, title, step_id))
        item.title = part or item.title
        section.items[-1].items.append(item)


def _step_of(part: Item, title: str, id_: str) -> Item:
    """The step of a part, which has what the row tells of both."""
    own = {name: text for name, text in part.values.items() if name in ("kind", "topics")}
    return Item(title or part.title, values=own | ({"id": id_} if id_ else {}))


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _bare(text: str) -> str:
    # What keeps a spreadsheet from taking a text for a formula is no part of it.
    return text[1:] if text.startswith(_FORMULA) else text
