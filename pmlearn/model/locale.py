"""What the locale of an environment can write."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def ascii_wanted(env: Mapping[str, str]) -> bool:
    """Tell whether the locale is not UTF-8.

    Python itself turns the C locale into `LC_CTYPE=C.UTF-8` (PEP 538); where `LANG` names C, it was the
    learner who asked for C.
    """
    ctype = env.get("LC_CTYPE", "")
    if ctype == "C.UTF-8" and env.get("LANG") in ("C", "POSIX"):
        ctype = "C"
    locale = env.get("LC_ALL") or ctype or env.get("LANG") or ""
    return not locale.lower().replace("-", "").endswith("utf8")
