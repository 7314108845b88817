"""How shapes are put together: a record has keys, a key has a shape, a list has items."""

from __future__ import annotations

from dataclasses import dataclass, field

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
    _by_name: dict[str, Key] = field(init=False, repr=False, compare=False)  # looked into for every key read

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {key.name: key for key in self.keys})

    def key(self, name: str) -> Key | None:
        """The key of that name."""
        return self._by_name.get(name)


AnyShape = Shape | ListOf | Record
"""What a key's value may be."""
