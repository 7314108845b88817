"""How shapes are put together: a record has keys, a key has a shape, a list has items."""

from __future__ import annotations

from dataclasses import dataclass

from pmlearn.catalog.shapes import Shape


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record."""

    name: str
    shape: Shape | ListOf | Record
    says: str  # what it is, for the reference: a phrase without a full stop
    required: bool = False
    example: str = ""  # as it would stand in a file


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one shape."""

    item: Shape | Record
    least: int = 0  # items
    alone: bool = False  # a single item may stand without its list


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with the keys that it may have."""

    name: str  # what it is called: “step”
    keys: tuple[Key, ...]
    not_both: tuple[tuple[str, str], ...] = ()  # pairs of keys of which one says what the other says
    any_of: tuple[tuple[str, ...], ...] = ()  # sets of keys of which one has to be there
    short: str = ""  # the key that a scalar stands for, where one is written instead of a mapping

    def key(self, name: str) -> Key | None:
        """The key of that name."""
        return next((key for key in self.keys if key.name == name), None)


AnyShape = Shape | ListOf | Record
"""What a key's value may be."""
