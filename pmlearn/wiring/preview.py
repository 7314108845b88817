"""The services of a preview: all curricula with one file before them, over a home that is thrown away."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pmlearn.config import Places
from pmlearn.wiring import Services

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.services.preview import Preview
    from pmlearn.services.theme import ThemeChoice


@contextmanager
def previewing(services: Services, file: Path) -> Iterator[PreviewServices]:
    """Make the services of a preview; what is done with them is gone afterwards."""
    with TemporaryDirectory(prefix="pmlearn-preview-", ignore_cleanup_errors=True) as home:
        made = PreviewServices(services, file, Path(home))
        with suppress(OSError):
            # What was read of the learner's curricula need not be read again; a cache is missed by nobody.
            shutil.copytree(
                services.settings.places.cache / "catalog", made.settings.places.cache / "catalog"
            )
        yield made


class PreviewServices(Services):
    """The learner's settings and clock; the learner's curricula count as the system's, below the file."""

    def __init__(self, real: Services, file: Path, home: Path) -> None:
        held = real.settings.places
        places = Places(
            config=held.config,
            data=home / "data",
            state=home / "state",
            cache=home / "cache",
            system_config=held.system_config,
            system_curricula=(held.curricula, *held.system_curricula),
        )
        super().__init__(replace(real.settings, places=places, feeds=()), real.env, real.now, "")
        self._file = file.absolute()
        self._real = real

    @cached_property
    def theme(self) -> ThemeChoice:
        """The learner's own, here too."""
        return self._real.theme

    @cached_property
    def preview(self) -> Preview:
        """The file."""
        from pmlearn.services.preview import Preview
        from pmlearn.storage.files import write_atomic

        return Preview(self._file, self._catalog, self.checks, self.settings.places.curricula, write_atomic)
