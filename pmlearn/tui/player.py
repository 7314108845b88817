"""The part of the app that plays: one recording at a time, whatever page is open.

The player ends with the app: the keys that command it are gone then, and nobody would keep the position.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from pmlearn.errors import PmlearnError
from pmlearn.model.queue import State
from pmlearn.tui.download import Downloads
from pmlearn.tui.serviceapp import ServiceApp
from pmlearn.tui.told import told

if TYPE_CHECKING:
    from pmlearn.model.feed import Chapter
    from pmlearn.services.listening import Plan
    from pmlearn.services.mpv import Mpv
    from pmlearn.services.player import Playing
    from pmlearn.wiring import Services

ELSEWHERE = "over SSH: open it where you sit"
"""What is said of an address where nothing is played."""

SELDOM = 10.0
"""Seconds between two paints of the time, where every byte counts."""


class PlayerApp(ServiceApp):
    """See the module."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.downloads = Downloads(self.say, pause=1.0 if self.thrifty else 0.25)
        self.playing: Playing | None = None
        self._plan: Plan | None = None
        self._mpv: Mpv | None = None
        self._turn = asyncio.Lock()  # what is to be played waits until what plays has ended
        self._wanted = 0  # counts what was asked for: the last one is played
        self._over = ""  # what was heard to its end last
        self._painted: tuple[object, ...] = ()
        self._painted_at = 0.0

    def show_playing(self) -> None:
        """Show on the page that is on top what is played."""

    def download(self, id_: str) -> None:
        """Download an item's recording."""
        if id_:
            self.run_worker(self.downloads.run(id_), group="download")

    def play_chosen(self, id_: str) -> None:
        """Play an item; while something plays, pause that, whatever the cursor is on."""
        if self.playing is not None or not id_:
            self.action_play()
        else:
            self.play(id_)

    def play(self, id_: str, at: int | None = None) -> None:
        """Play an item from where it was left, or from a second on; go there where it is what plays.

        Nothing here waits for the player or the disk.
        """
        if self._mpv is not None and self.played == id_:
            if at is not None:
                self._mpv.tell(self._jump(at))
            return
        self.stop_playing()
        self.run_worker(self._play(id_, at, self._wanted), group="player")

    @property
    def played(self) -> str:
        """The id of the item that is played; "" for none."""
        return self._plan.item.id if self._plan is not None else ""

    async def _play(self, id_: str, at: int | None, turn: int) -> None:
        async with self._turn:
            if turn != self._wanted:
                return
            plan = await self.attempt(lambda s: s.listening.plan(id_))
            if plan is None:
                return
            try:
                await self._start(plan, at, turn)
            finally:
                if plan.held is not None:
                    os.close(plan.held)

    async def _start(self, plan: Plan, at: int | None, turn: int) -> None:
        id_ = plan.item.id
        if not plan.command:
            # What is to be copied stays whole, whatever is said of it.
            room = self.size.width - len(plan.target) - len(ELSEWHERE) - 5
            self.say(plan.target, then=ELSEWHERE if room >= 0 else "")
        elif not plan.drives:
            if said := await self.attempt(lambda s: s.listening.launch(plan)):
                self.say(said)
        else:
            await self.change_quietly(lambda s: s.queue.opened(id_))
            await self._drive(plan if at is None else replace(plan, start=at), turn)

    async def _drive(self, plan: Plan, turn: int) -> None:
        from pmlearn.services import playback  # noqa: PLC0415 - imported when something is played first

        self._plan, self.playing = plan, (playing := playback.playing_of(plan))
        self._changed()
        self.run_worker(self._find_chapters(plan, playing), group="chapters")

        def started(mpv: Mpv) -> None:
            self._mpv = mpv
            if turn != self._wanted:
                mpv.stop()

        keep = partial(self._keep, plan.item.id)
        try:
            await playback.play(plan, playing, keep=keep, started=started, changed=self._changed)
        except PmlearnError as error:
            self.fail(error)
        finally:
            self._plan = self._mpv = self.playing = None
            self._over = playing.title if playing.finished else ""
            self._changed()
        feed, speed = plan.item.feed, playing.speed
        await self.attempt(lambda s: s.listening.keep_speed(feed, speed))
        if playing.finished:
            await self.change(lambda s: s.queue.set_state([plan.item.id], State.DONE))

    async def _find_chapters(self, plan: Plan, playing: Playing) -> None:
        found: tuple[Chapter, ...] | None = await self.attempt(lambda s: s.chapters.known(plan.item.id))
        if found and playing is self.playing:
            playing.chapters = found
            self._changed()

    @staticmethod
    def _jump(at: int) -> bytes:
        from pmlearn.services.player import Playing  # noqa: PLC0415 - as above

        return Playing.jump(at)

    def _keep(self, id_: str, seconds: int) -> None:
        self.run_worker(self.attempt(lambda s: s.listening.keep(id_, seconds)), group="heard")

    def _changed(self) -> None:
        """Paint what changed: the player says where it is fifteen times a second."""
        playing, now = self.playing, asyncio.get_running_loop().time()
        at = int(playing.position) if playing is not None else 0
        if playing is not None and self.thrifty and now - self._painted_at < SELDOM:
            at = self._painted[0] if self._painted else at  # type: ignore[assignment]
        look: tuple[object, ...] = (at,)
        if playing is not None:
            of = int(playing.duration or 0)
            look += (of, playing.paused, playing.speed, playing.loaded, playing.chapter_title())
        if look != self._painted:
            self._painted, self._painted_at = look, now
            self.show_playing()

    def seek_to(self, at: int) -> None:
        """Go to a second of what plays."""
        self._tell(lambda _: self._jump(at))

    def stop_playing(self) -> None:
        """Stop what plays, and what is about to."""
        self._wanted += 1
        if self._mpv is not None:
            self._mpv.stop()

    # What keys do.

    def action_play(self) -> None:
        """Pause, or go on."""
        self._tell(lambda playing: playing.pause())

    def action_seek(self, by: int) -> None:
        """Go on, or back."""
        self._tell(lambda playing: playing.seek(by))

    def action_faster(self, steps: int) -> None:
        """Play faster, or slower."""
        self._tell(lambda playing: playing.faster(steps))

    def action_chapter(self, by: int) -> None:
        """Go to the next chapter, or the one before."""
        if self.playing is not None and not self.playing.chapters:
            self.say(told("no chapters are known of it: {chapters} asks for them"))
        self._tell(lambda playing: playing.chapter(by))

    def action_stop(self) -> None:
        """Stop, and keep where."""
        self._tell(lambda _: b"")
        self.stop_playing()

    def _tell(self, make: Any) -> None:
        if self.playing is None:
            # Seconds on were asked for once too often: that it ended is still what there is to say.
            over = f"heard to its end: {self._over}"
            then = told("{play} on an episode plays it", "queue")
            self.say(over if self._over else "nothing is played", then=then)
        elif self._mpv is None:
            self.say("it is about to play: press it again in a moment")
        elif words := make(self.playing):
            self._mpv.tell(words)

    # The end.

    def exit(self, *arguments: Any, **options: Any) -> None:
        """Leave; the player ends, and where it was is kept, even if the terminal takes nothing any more."""
        self.downloads.cancel()
        self.stop_playing()
        if self._plan is not None and self.playing is not None and self.playing.loaded:
            self.thread.post(partial(self._keep_last, self._plan, self.playing))
        super().exit(*arguments, **options)

    def _keep_last(self, plan: Plan, playing: Playing) -> None:
        # A disk that refuses now has nobody to tell.
        with contextlib.suppress(PmlearnError):
            self.services.listening.keep(plan.item.id, 0 if playing.finished else int(playing.position))
            self.services.listening.keep_speed(plan.item.feed, playing.speed)
