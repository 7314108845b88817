"""Curricula of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

STEP = """\
      - id: step-{number}
        title: Step {number}, in which something is learnt
        kind: exercise
        why: It helps with the one that follows.
        done_when: You have done it.
        minutes: 25
"""


def write(directory: Path, id_: str, steps: int, modules: int = 10) -> None:
    """Write the file of a curriculum with so many steps in so many modules."""
    directory.mkdir(parents=True, exist_ok=True)
    lines = [f"format: 1\nid: {id_}\ntitle: The curriculum {id_}\nmodules:\n"]
    for module in range(modules):
        lines.append(f"  - id: module-{module}\n    title: Module {module}\n    steps:\n")
        lines += [STEP.format(number=number) for number in range(module, steps, modules)]
    (directory / f"{id_}.yaml").write_text("".join(lines), "utf-8")
