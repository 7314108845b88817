"""What a running program and its children take, from /proc (Linux, proc(5))."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for stat in PROC.glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found.extend(children.get(one, ()))
    return found


def memory(pid: int) -> int:
    """Resident bytes of a process and its descendants."""
    return sum(_resident(one) for one in family(pid))


def _resident(pid: int) -> int:
    for line in (PROC / str(pid) / "status").read_text("utf-8", "replace").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) << 10
    raise ProcessLookupError(f"process {pid} has ended")


def processor(pid: int) -> float:
    """Processor seconds that the threads of a process and its descendants used.

    From `schedstat`, whose nanoseconds can tell apart what hundredths of a second in `stat` cannot.
    """
    total = 0
    for one in family(pid):
        for thread in (PROC / str(one) / "task").iterdir():
            total += int((thread / "schedstat").read_text("ascii").split()[0])
    return total / 1e9
