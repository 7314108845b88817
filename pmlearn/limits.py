"""Limits that a process sets itself before it reads what strangers wrote; the system holds it to them.

They are soft limits, which can be set anew, and never more than the hard ones of an administrator. POSIX has
all of them (setrlimit(2)); macOS refuses some, and the process then runs without those.
"""

from __future__ import annotations

import resource
from contextlib import suppress


def confine(memory: int) -> None:
    """Let this process have so many bytes of address space, write no file, and leave no core behind."""
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)


def allow_cpu(seconds: int) -> None:
    """Let this process compute for so many seconds from now on; SIGXCPU ends it after that."""
    # The limit counts all that the process ever used, in whole seconds.
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + seconds)


def held() -> int:
    """Bytes of memory that this process holds; 0 where the system does not say (proc(5) is Linux's)."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - in a process that imports little
            return int(file.read().split()[1]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0


def _limit(what: int, soft: int) -> None:
    hard = resource.getrlimit(what)[1]
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
