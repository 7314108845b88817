"""Stands in for mpv: speaks its protocol over the descriptor that it is given, and plays nothing.

What it is told is written to `told` beside it, a line each, after its arguments. A file `mode` beside it says
how it behaves: `hang` reads nothing and ends by SIGKILL alone, `die` ends at once with status 2, `noise` says
what no player says, `refuse` cannot play it. It has ten minutes of sound, and moves by being told to.
"""

from __future__ import annotations

import json
import signal
import socket
import sys
from pathlib import Path
from typing import Any, BinaryIO, cast

HERE = Path(sys.argv[0]).parent
DURATION = 600.0


def main() -> int:
    mode = (HERE / "mode").read_text() if (HERE / "mode").exists() else ""
    options = dict(word[2:].partition("=")[::2] for word in sys.argv if word.startswith("--"))
    log((HERE / "told"), sys.argv[1:])
    if mode == "die":
        return 2
    if mode == "hang":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            signal.pause()
    connection = socket.socket(fileno=int(options["input-ipc-client"].removeprefix("fd://")))
    with connection, connection.makefile("rwb") as pair:
        line = cast("BinaryIO", pair)
        if mode == "noise":
            line.write(b"\xff\xfe\n[]\n5\n" + b"[" * 5000 + b"\n")
            change(line, "time-pos", "x")
        say(line, event="start-file")
        if mode == "refuse":
            say(line, event="end-file", reason="error", file_error="loading failed")
            return 2
        return play(line, float(options["start"]), float(options["speed"]))


def play(line: BinaryIO, at: float, speed: float) -> int:
    say(line, event="file-loaded")
    known = {"time-pos": at, "duration": DURATION, "speed": speed, "pause": False, "chapter-list": []}
    for name, value in known.items():
        change(line, name, value)
    for raw in line:
        log(HERE / "told", raw.decode().strip())
        words = json.loads(raw)["command"]
        say(line, error="success", data=None, request_id=0)
        if words[0] == "set_property":
            known[words[1]] = words[2]
            change(line, words[1], words[2])
        elif words[0] == "seek":
            at = words[1] + (at if words[2] == "relative" else 0)
            if at >= DURATION:
                change(line, "time-pos", DURATION - 0.1)
                say(line, event="end-file", reason="eof")
                return 0
            change(line, "time-pos", max(at, 0.0))
    return 0  # hung up


def change(line: BinaryIO, name: str, value: Any) -> None:
    say(line, event="property-change", id=1, name=name, data=value)


def say(line: BinaryIO, **message: Any) -> None:
    line.write(json.dumps(message).encode() + b"\n")
    line.flush()


def log(path: Path, what: Any) -> None:
    with path.open("a") as file:
        file.write(json.dumps(what) + "\n" if isinstance(what, list) else what + "\n")


def install(directory: Path, mode: str = "") -> Path:
    """Put it into a directory under the name of mpv."""
    directory.mkdir(parents=True, exist_ok=True)
    program = directory / "mpv"
    # -I: a start as quick as can be, without site-packages.
    program.write_text(f"#!{sys.executable} -IS\n" + Path(__file__).read_text("utf-8"), "utf-8")
    program.chmod(0o755)
    (directory / "mode").write_text(mode)
    return program


def told(program: Path) -> list[Any]:
    """What it was told so far, its arguments first."""
    path = program.parent / "told"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


if __name__ == "__main__":
    raise SystemExit(main())
