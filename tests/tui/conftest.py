"""A learner who follows two curricula, has done a little, and reads two feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.fakes import following, services, with_entries

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services


@pytest.fixture
def learner(home: Path) -> Services:
    """The services of that learner."""
    return with_entries(following(services(home / "pmlearn")))


@pytest.fixture
def newcomer(home: Path) -> Services:
    """The services of someone who did nothing yet."""
    return services(home / "pmlearn")
