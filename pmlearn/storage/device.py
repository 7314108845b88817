"""The name under which this host and user write: computed, never stored.

Two hosts that share a home directory get two names, hence two journals, and need no lock between them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path


def device_name(host: str = "", machine: str = "", uid: int | None = None) -> str:
    """The host's name and 8 hex digits of sha256(machine id, host name, uid); safe as a file's name."""
    host = host or os.uname().nodename or "host"
    machine = machine or _machine_id()
    uid = os.getuid() if uid is None else uid
    import hashlib  # noqa: PLC0415 - 2 ms that reading alone does not need

    digest = hashlib.sha256("\n".join((machine, host, str(uid))).encode("utf-8", "surrogateescape"))
    plain = re.sub(r"[^a-z0-9]+", "-", host.partition(".")[0].lower()).strip("-") or "host"
    return f"{plain[:32]}-{digest.hexdigest()[:8]}"


def _machine_id() -> str:
    # machine-id(5); macOS and old systems have none, and the host's name must do.
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        try:
            return Path(path).read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
    return ""
