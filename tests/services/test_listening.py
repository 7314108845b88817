from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pmlearn import wiring
from pmlearn.errors import InputError, PlayerError, UnknownError
from pmlearn.model.feed import Chapter, Enclosure, Transcript
from tests import fakempv
from tests.feedserver import Reply
from tests.services.conftest import FEED, article, published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services
    from tests.feedserver import FeedServer

SOUND = (Enclosure("https://feeds.example/a.mp3", "audio/mpeg", 1000, 600),)


def talk(services: Services, **given: object) -> str:
    return published(services, article("talk", enclosures=SOUND, **given))[0]


def with_player(services: Services, home: Path, **env: str) -> Services:
    """The same session, with a player that is there."""
    program = fakempv.install(home / "bin")
    return again(services, PATH=str(program.parent), **env)


def again(services: Services, **env: str) -> Services:
    """The same session, in an environment that has this as well."""
    return wiring.build(env=dict(services.env) | env, now=services.now, device="here-00000000")


def test_without_a_player_it_says_what_to_do(here: Services, home: Path) -> None:
    id_ = talk(here)
    bare = again(here, PATH="/none")
    with pytest.raises(PlayerError) as raised:
        bare.listening.plan(id_)
    assert "[player] command" in raised.value.hint


def test_mpv_is_taken_where_it_is_there(here: Services, home: Path) -> None:
    id_ = talk(here)
    plan = with_player(here, home).listening.plan(id_)
    assert plan.command == ("mpv", "--no-video")
    assert plan.drives
    assert (plan.target, plan.here, plan.start, plan.speed) == (SOUND[0].url, False, 0, 1.0)


def test_over_ssh_the_address_is_all(here: Services, home: Path) -> None:
    id_ = talk(here)
    far = with_player(here, home, SSH_CONNECTION="1.2.3.4 5 6 7")
    assert (far.listening.plan(id_).command, far.listening.plan(id_).target) == ((), SOUND[0].url)
    directory = here.settings.places.config
    directory.mkdir(parents=True)
    (directory / "config.toml").write_text("[player]\nremote = true\n")
    assert with_player(here, home, SSH_CONNECTION="1.2.3.4 5 6 7").listening.plan(id_).command


def test_a_file_that_is_here_is_played_and_stays_while_it_is(here: Services, home: Path) -> None:
    id_ = talk(here)
    services = with_player(here, home)
    with services.media._files.part(id_) as part:
        part.begin({"url": ""}, 5)
        part.write(b"sound")
        path = part.finish("mp3")
    plan = services.listening.plan(id_)
    assert (plan.target, plan.here) == (str(path), True)
    assert plan.held is not None
    assert "1 in use" in services.media.remove([]).message
    os.close(plan.held)
    services.media.remove([])
    assert not path.exists()


def test_what_has_no_recording_is_not_played(here: Services, home: Path) -> None:
    (id_,) = published(here, article("a"))
    with pytest.raises(InputError, match="no recording"):
        here.listening.plan(id_)
    with pytest.raises(UnknownError):
        here.listening.plan("zzz")


def test_how_far_it_was_heard_is_kept_on_every_device(here: Services, there: Services) -> None:
    id_ = talk(here)
    here.listening.keep(id_, 300)
    there.catch_up()
    assert there.listening.heard(id_) == 300
    there.listening.keep(id_, 0)
    here.catch_up()
    assert here.listening.heard(id_) == 0


def test_a_few_seconds_are_no_action(here: Services) -> None:
    id_ = talk(here)
    own = here._store.journals.own
    here.listening.keep(id_, 3)
    here.listening.keep(id_, 0)
    before = own.read_bytes()
    here.listening.keep(id_, 4)
    assert own.read_bytes() == before
    here.listening.keep(id_, 100)
    before = own.read_bytes()
    here.listening.keep(id_, 103)
    assert own.read_bytes() == before


def test_undo_passes_over_how_far_it_was_heard(here: Services) -> None:
    id_ = talk(here)
    here.queue.star([id_])
    here.listening.keep(id_, 100)
    assert here.history.undo().message == "undone: the star of Title talk"
    here.listening.keep(id_, 200)
    here.history.redo()
    assert here.queue.get(id_).starred
    assert here.listening.heard(id_) == 200
    assert "place" not in {row.kind for row in here.history.list()}


def test_hearing_alone_touches_nothing(here: Services) -> None:
    id_ = talk(here)
    here.listening.keep(id_, 100)
    item = here.queue.get(id_)
    assert (item.state, item.enclosures) == ("inbox", SOUND)


@pytest.mark.parametrize("value", ["5", -5, 1.5, True, None, [1]])
def test_what_a_stranger_wrote_into_the_journal_is_no_position(here: Services, value: object) -> None:
    from pmlearn.model.action import Change

    id_ = talk(here)
    here._store.record("place", lambda: [Change(f"item:{id_}", "heard", value)])
    assert here.listening.heard(id_) == 0
    here.listening.keep(id_, 50)
    assert here.listening.heard(id_) == 50


def test_how_fast_a_feed_is_heard_stays_on_this_device(
    here: Services, there: Services, session: Callable[..., Services]
) -> None:
    here.listening.keep_speed(FEED, 1.5)
    assert session().listening.speed(FEED) == 1.5
    assert session().listening.speed("other") == 1.0
    assert there.listening.speed(FEED) == 1.0


@pytest.mark.parametrize("text", ["", "[]", "{", '{"feeds-example-7a81": "fast"}', '{"f": 99}', "[" * 99_999])
def test_speeds_that_cannot_be_read_are_usual(here: Services, text: str) -> None:
    here.listening.keep_speed("f", 1.5)
    (path,) = here.settings.places.state.glob("speeds-*.json")
    path.write_text(text)
    assert here.listening.speed("f") == 1.0
    here.listening.keep_speed("f", 2.0)
    assert here.listening.speed("f") == 2.0


# Chapters and transcripts.


def test_notes_are_read_where_nothing_else_lists_chapters(here: Services) -> None:
    body = "<p>0:00 Hello<br>5:00 Why<br>15:00 Beyond the end</p>"
    assert here.chapters.known(talk(here, body=body)) == (Chapter(0, "Hello"), Chapter(300, "Why"))


def test_what_the_feed_lists_comes_before_its_notes(here: Services) -> None:
    marks = (Chapter(7, "Listed"),)
    assert here.chapters.known(talk(here, body="0:00 Hello<br>5:00 Why", marks=marks)) == marks


def test_chapters_are_fetched_once(here: Services, server: FeedServer, home: Path) -> None:
    server.feeds["/c.json"] = Reply(b'{"version":"1.2.0","chapters":[{"startTime":5,"title":"Fetched"}]}')
    id_ = talk(here, chapters=server.url("/c.json"), marks=(Chapter(7, "Listed"),))
    local = wiring.build(
        env=dict(here.env) | {"PMLEARN_ALLOW_PRIVATE": "1"}, now=here.now, device="here-00000000"
    )
    assert local.chapters.missing(id_)
    assert local.chapters.known(id_) == (Chapter(7, "Listed"),)
    assert local.chapters.fetch(id_) == (Chapter(5, "Fetched"),)
    assert local.chapters.fetch(id_) == (Chapter(5, "Fetched"),)
    assert not local.chapters.missing(id_)
    assert server.asked["/c.json"] == 1
    (path,) = (here.settings.places.cache / "chapters").iterdir()
    path.write_text("{")
    assert local.chapters.known(id_) == (Chapter(7, "Listed"),)


def test_chapters_that_were_fetched_longest_ago_go(
    here: Services, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmlearn.services.chapters.KEPT", 2)
    server.feeds["/c.json"] = Reply(b'{"version":"1.2.0","chapters":[{"startTime":5,"title":"Fetched"}]}')
    directory = here.settings.places.cache / "chapters"
    directory.mkdir(parents=True)
    for at, name in enumerate(("abcdefghi2", "abcdefghi3")):
        (directory / f"{name}.json").write_text("{}")
        os.utime(directory / f"{name}.json", (at, at))
    id_ = talk(here, chapters=server.url("/c.json"))
    local = wiring.build(
        env=dict(here.env) | {"PMLEARN_ALLOW_PRIVATE": "1"}, now=here.now, device="here-00000000"
    )
    local.chapters.fetch(id_)
    assert sorted(path.stem for path in directory.iterdir()) == sorted(["abcdefghi3", id_])


def test_a_transcript_is_read_as_text(here: Services, server: FeedServer) -> None:
    server.feeds["/t.vtt"] = Reply(b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n")
    server.feeds["/t.html"] = Reply(b"<p>Hello, <b>you</b>.<script>x</script></p>")
    plain = Transcript(server.url("/t.html"), "text/html")
    id_ = talk(here, transcripts=(plain, Transcript(server.url("/t.vtt"), "text/vtt")))
    (other,) = published(here, article("b", enclosures=SOUND, transcripts=(plain,)))
    (none,) = published(here, article("c", enclosures=SOUND))
    local = wiring.build(
        env=dict(here.env) | {"PMLEARN_ALLOW_PRIVATE": "1"}, now=here.now, device="here-00000000"
    )
    assert local.chapters.transcript(id_) == "Hello."
    assert local.chapters.transcript(other) == "Hello, **you**."
    with pytest.raises(InputError, match="no transcript"):
        local.chapters.transcript(none)
