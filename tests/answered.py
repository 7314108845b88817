"""A home whose first questions were answered elsewhere: the app asks nothing there, and opens on Today."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DEVICE = "elsewhere-00000000"


def answered(home: Path) -> None:
    """Write that journal below `home`, what `PMLEARN_HOME` names, unless there are journals already."""
    journal = home / "data" / "journal"
    if journal.exists():
        return
    for directory in (home, home / "data", journal):
        directory.mkdir(0o700, parents=True, exist_ok=True)
    action = {
        "v": 1,
        "id": "0" * 16,
        "order": 1,
        "at": "2026-11-01T08:00:00.000Z",
        "device": DEVICE,
        "kind": "answer",
        "changes": [{"ref": "learner:me", "field": "asked", "value": True, "was": None}],
    }
    fd = os.open(journal / f"{DEVICE}.jsonl", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(fd, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor, which a Path cannot open
        file.write(json.dumps(action, separators=(",", ":")) + "\n")
