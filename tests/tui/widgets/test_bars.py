from __future__ import annotations

from textual.app import App, ComposeResult

from pmlearn.tui.widgets.bars import Status


async def test_what_can_be_done_stays_whole_where_the_message_has_no_room() -> None:
    class Line(App[None]):
        def compose(self) -> ComposeResult:
            yield Status()

    app = Line()
    async with app.run_test(size=(40, 3)):
        status = app.query_one(Status)
        status.say("done: a title that is much too long for this", then="t ticks the same")
        assert status.render_line(0).text.rstrip() == " done: a title that… · t ticks the same"
        status.say("done: a title")
        assert status.render_line(0).text.rstrip() == " done: a title"
