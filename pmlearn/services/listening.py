"""Listening: what is played and with what, how far it was heard, and how fast each feed is heard."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pmlearn.errors import PlayerError, StoreError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.services.history import PLACE
from pmlearn.services.media import recording
from pmlearn.services.mpv import cannot_start, is_mpv
from pmlearn.services.player import FASTEST, LEAST, SLOWEST
from pmlearn.storage.files import read_own, write_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pmlearn.model.queue import QueueItem
    from pmlearn.services.media import Media
    from pmlearn.services.queue import Queue
    from pmlearn.storage.store import Store

HEARD = "heard"
MPV = ("mpv", "--no-video")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be played, and how."""

    item: QueueItem
    target: str  # the path of a file that is whole, or an address
    command: tuple[str, ...]  # the player's words; () where the address is shown instead
    here: bool  # the target is a file of ours
    start: int = 0  # seconds: where it was left
    speed: float = 1.0  # how fast this feed is heard
    duration: int | None = None  # seconds, as the feed says
    allow_private: bool = False  # an address may be on a private network
    held: int | None = None  # a descriptor that keeps the file from being removed; whoever plays closes it

    @property
    def drives(self) -> bool:
        """Whether the player can be talked to."""
        return is_mpv(self.command)


class Listening:
    """See the module. Not thread-safe."""

    def __init__(
        self,
        store: Store,
        queue: Queue,
        media: Media,
        *,
        player: Sequence[str],
        remote: bool,
        allow_private: bool,
        env: Mapping[str, str],
        speeds: Path,
    ) -> None:
        self._store = store
        self._queue = queue
        self._media = media
        self._player = tuple(player)
        self._remote = remote
        self._allow_private = allow_private
        self._env = env
        self._speeds = speeds

    def plan(self, id_: str) -> Plan:
        """What would be played of an item; nothing is started.

        Over SSH there is no command, unless the configuration says that the sound is to be heard there.

        Raises:
            UnknownError: there is no such item.
            InputError: it has no recording.
            PlayerError: there is no player.
            StoreError: the file cannot be read.
        """
        item = self._queue.get(id_)
        enclosure = recording(item)
        far = ("SSH_CONNECTION" in self._env or "SSH_TTY" in self._env) and not self._remote
        command = () if far else self._command()
        held = self._media.path(item.id) if command else None
        return Plan(
            item,
            str(held.path) if held else enclosure.url,
            command,
            here=held is not None,
            start=self.heard(item.id),
            speed=self.speed(item.feed),
            duration=enclosure.duration,
            allow_private=self._allow_private,
            held=self._media.lend(held) if held else None,
        )

    def _command(self) -> tuple[str, ...]:
        if self._player:
            return self._player
        if shutil.which(MPV[0], path=self._env.get("PATH")):
            return MPV
        raise PlayerError("there is no player", "install mpv, or set [player] command in config.toml")

    @staticmethod
    def launch(plan: Plan) -> str:
        """Start a player that cannot be talked to, and return a line that says so.

        Raises:
            PlayerError: it cannot be started.
        """
        null = subprocess.DEVNULL
        try:
            subprocess.Popen(  # noqa: S603 - words of the learner's own configuration, then the target
                [*plan.command, "--", plan.target],
                stdin=null,
                stdout=null,
                stderr=null,
                start_new_session=True,
                pass_fds=() if plan.held is None else (plan.held,),
            )
        except OSError as error:
            raise cannot_start(plan.command[0], error) from error
        return f"started {plan.command[0]}: {plan.item.title}"

    def heard(self, id_: str) -> int:
        """How far an item was heard, in seconds; 0 for not at all, or to its end."""
        seconds = fold.value(self._store.table("queue").doc(f"item:{id_}"), HEARD)
        return seconds if type(seconds) is int and seconds > 0 else 0

    def keep(self, id_: str, seconds: int) -> None:
        """Keep how far an item was heard; 0 once it was heard to its end.

        Raises:
            StoreError: the journal did not take it.
        """
        table = self._store.table("queue")
        ref = f"item:{id_}"

        def decide() -> list[Change]:
            was = fold.value(table.doc(ref), HEARD)
            before = was if type(was) is int else 0
            if abs(before - seconds) < LEAST and (seconds or not before):
                return []
            return [Change(ref, HEARD, seconds or None, was)]

        self._store.record(PLACE, decide)

    def speed(self, feed: str) -> float:
        """How fast a feed is heard on this machine."""
        speed = self._load().get(feed, 1.0)
        sound = isinstance(speed, (int, float)) and SLOWEST <= speed <= FASTEST
        return float(speed) if sound else 1.0

    def keep_speed(self, feed: str, speed: float) -> None:
        """Keep how fast a feed is heard; a disk that refuses costs nothing but that."""
        known = self._load()
        if known.get(feed, 1.0) == speed:
            return
        try:
            write_atomic(self._speeds, json.dumps(known | {feed: speed}).encode())
        except StoreError:
            return

    def _load(self) -> dict[str, Any]:
        try:
            found = json.loads(read_own(self._speeds))
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}
