"""What the worker and its parent agree on: lengths, in network order, before what they belong to.

A question is the lengths of a file's name and of its content, a byte that says whether its marks are wanted
(0 or 1), then name and content; an answer is the length of a JSON object (`pmlearn.catalog.codec`), then the
object.
"""

from __future__ import annotations

import struct

HEAD = struct.Struct(">II?")
LENGTH = struct.Struct(">I")

NO_ANSWER = "no-answer"
"""The code of the one problem that says nothing of a file: the machine was busy, or had no process left."""

OUT_OF_MEMORY = 3
"""The worker's exit status when a file took more memory than it may."""
