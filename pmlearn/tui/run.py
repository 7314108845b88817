"""Running the app in the terminal, on a learner's home or on the preview of a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pmlearn.tui import ending, keymap, places, remap
from pmlearn.tui.app import PmlearnApp

if TYPE_CHECKING:
    from pmlearn.wiring import Services
    from pmlearn.wiring.preview import PreviewServices


def run(services: Services) -> int:
    """Run the app until it is left; the exit status.

    Raises:
        PmlearnError: there is nothing to show, for the disk or the configuration does not give it; or the
            configuration has keys that cannot be.
    """
    _take_keys(services)
    return _run(PmlearnApp(services))


def run_preview(services: PreviewServices) -> int:
    """Run the preview until it is left; the exit status.

    Raises:
        PmlearnError: the disk has no room for what is thrown away afterwards.
    """
    _take_keys(services)
    return _run(PmlearnApp(services, partial(places.preview, services.preview), keymap.NOT_IN_PREVIEW))


def _take_keys(services: Services) -> None:
    keymap.use(remap.remapped(services.settings.keys))


def _run(app: PmlearnApp) -> int:
    try:
        app.run()
    finally:
        ending.close_ears()
        app.close()
    if app.crash is not None:
        raise app.crash
    return app.return_code or 0
