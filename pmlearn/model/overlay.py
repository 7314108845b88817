"""An overlay: what one file changes of somebody else's curriculum, without copying it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pmlearn.model.curriculum import Source


@dataclass(frozen=True, slots=True)
class Overlay:
    """The changes of a file, still as they stand in it: what they mean depends on the curriculum."""

    id: str  # its own; the refs of steps that it adds begin with it
    base: str  # the id of the curriculum that it changes
    language: str  # BCP 47 tag of a translation; "" for changes that hold in every language
    file: str  # where it stands
    source: Source  # where it was found
    values: dict[str, Any]  # keys and values, checked against `pmlearn.catalog.format.OVERLAY`

    @classmethod
    def of(cls, values: dict[str, Any], file: str, source: Source) -> Overlay:
        """Make an overlay of the values of a file without errors."""
        return cls(values["id"], values["overlay"], values.get("language", ""), file, source, values)
