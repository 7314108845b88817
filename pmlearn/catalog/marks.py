"""Where the things of a file stand: for problems that come to light when files are put beside each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that a file names, and its place; a problem can be reported at it.

    Kinds, each with what its name is:
        curriculum, overlay: the file's own id
        module, step, choice: its id
        part: `step/part`
        added step, added part: the same of what an overlay adds
        base: the id of the curriculum that an overlay changes
        include: `curriculum`, and `curriculum/module` for every module that is taken from it
        requires, alternatives, same_as, steps (of an option), hide, order, was: the ref as it is written
        resource, feed, link (in a text of Markdown): the address
    """

    kind: str  # one of the above
    name: str  # what it is called
    line: int  # from 1
    column: int  # from 1, in characters
    holder: str = ""  # curriculum, overlay, module, step, part or choice that it stands in
    of: str = ""  # the name of that, as its own mark has it; both are "" for the file's own id
