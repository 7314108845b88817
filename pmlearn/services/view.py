"""Saved views: queries of the queue with a name."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.errors import InputError, UnknownError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.feed import slug
from pmlearn.model.query import parse
from pmlearn.model.text import clean
from pmlearn.services.outcome import Outcome

if TYPE_CHECKING:
    from pmlearn.storage.store import Store

VIEW = "view:"
"""How the refs of views begin."""

LONGEST = 40
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view that the learner saved."""

    slug: str  # what it is known by
    title: str  # what the learner calls it
    query: str  # as it was typed


class Views:
    """The learner's views. Not thread-safe."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def list(self) -> list[SavedView]:
        """Every view, in the order in which they were first saved."""
        found = []
        for doc in self._store.table("queue").docs():
            query = fold.value(doc, "query") if doc["ref"].startswith(VIEW) else None
            if isinstance(query, str):
                name = doc["ref"].removeprefix(VIEW)
                title = clean(str(fold.value(doc, "title") or ""), LONGEST)
                found.append(SavedView(name, title or name, clean(query)))
        return found

    def get(self, name: str) -> SavedView:
        """A view by its name.

        Raises:
            UnknownError: there is none.
        """
        views = {view.slug: view for view in self.list()}
        if view := views.get(slug(name)):
            return view
        near = difflib.get_close_matches(slug(name), views, 1)
        hint = f"did you mean {views[near[0]].title}?" if near else "see them all with: pmlearn queue views"
        raise UnknownError(f"no view {clean(name) or '“”'}", hint)

    def put(self, title: str, query: str) -> Outcome:
        """Save a view, in the place of one that has this name.

        Raises:
            InputError: the name has no letter or digit, or is too long, or the query asks for nothing.
            QueryError: the query has a word that means nothing.
        """
        title, query = clean(title), clean(query)
        if not slug(title) or len(title) > LONGEST:
            raise InputError(
                f"{title or '“”'}: no name for a view", f"write a word or two, at most {LONGEST} characters"
            )
        if parse(query) == parse(""):
            raise InputError(f"{title}: a view of everything", "write a query, such as topic:discovery")
        return self._set("view", slug(title), {"title": title, "query": query}, f"view saved: {title}")

    def remove(self, name: str) -> Outcome:
        """Remove a view; the items stay as they are.

        Raises:
            UnknownError: there is none of this name.
        """
        view = self.get(name)
        return self._set("unview", view.slug, {"title": None, "query": None}, f"view removed: {view.title}")

    def _set(self, kind: str, name: str, values: dict[str, str | None], said: str) -> Outcome:
        ref = f"{VIEW}{name}"
        table = self._store.table("queue")

        def decide() -> list[Change]:
            doc = table.doc(ref)
            held = {field: fold.value(doc, field) for field in values}
            return [
                Change(ref, field, value, held[field])
                for field, value in values.items()
                if held[field] != value
            ]

        action = self._store.record(kind, decide)
        return Outcome(said, (name,), action.id) if action else Outcome(f"already so: {said}", (name,))
