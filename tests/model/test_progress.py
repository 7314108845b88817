from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.curriculum import Kind, Part, Step
from pmlearn.model.progress import Status, Tally, roll_up, step_status, tally, unit_minutes, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

TODO, DOING, DONE, SKIPPED = Status.TODO, Status.DOING, Status.DONE, Status.SKIPPED


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], TODO),
        ([TODO], TODO),
        ([DONE], DONE),
        ([SKIPPED], SKIPPED),
        ([DOING], DOING),
        ([DONE, SKIPPED], DONE),
        ([DONE, TODO], DOING),
        ([DOING, SKIPPED], DOING),
        ([SKIPPED, TODO], TODO),
        ([DONE, DOING, SKIPPED, TODO], DOING),
    ],
)
def test_a_step_takes_its_status_from_its_parts(parts: Sequence[Status], expected: Status) -> None:
    assert roll_up(parts) is expected


@given(st.lists(st.sampled_from(Status)))
def test_a_step_with_parts_is_open_exactly_while_a_part_is(parts: list[Status]) -> None:
    assert roll_up(parts).open is (not parts or any(part.open for part in parts))
    assert roll_up(reversed(parts)) is roll_up(parts)


def step(ref: str, *parts: Part, minutes: int = 0, optional: bool = False) -> Step:
    return Step(ref, ref, Kind.BOOK, minutes=minutes, parts=parts, optional=optional)


def test_what_was_written_on_a_step_with_parts_does_not_count() -> None:
    known = {"c/s": DONE, "c/s/1": TODO}
    assert step_status(step("c/s", Part("c/s/1", "One")), known.__getitem__) is TODO
    assert step_status(step("c/s"), known.__getitem__) is DONE


def test_percent_counts_units_and_leaves_out_the_optional_and_the_skipped() -> None:
    steps = [
        step("c/a", Part("c/a/1", "1"), Part("c/a/2", "2"), Part("c/a/3", "3", optional=True)),
        step("c/b"),
        step("c/c", optional=True),
        step("c/d"),
        step("c/e", Part("c/e/1", "1"), optional=True),
    ]
    known = {"c/a/1": DONE, "c/b": SKIPPED, "c/c": DONE, "c/e/1": DONE}
    count = tally(steps, lambda ref: known.get(ref, TODO))
    assert (count.steps, count.done, count.units, count.units_done) == (5, 2, 3, 1)
    assert count.percent == 33


@pytest.mark.parametrize(("done", "percent"), [(0, 0), (1, 14), (6, 85), (7, 100)])
def test_percent_is_rounded_down_so_that_100_means_all(done: int, percent: int) -> None:
    assert Tally(7, done, 7, done, 0, 0).percent == percent


def test_where_all_is_optional_one_done_step_is_the_whole() -> None:
    assert Tally(2, 0, 0, 0, 0, 0).percent == 0
    assert Tally(2, 1, 0, 0, 0, 0).percent == 100


def test_minutes_left_are_those_of_open_units_that_count() -> None:
    steps = [
        step("c/a", Part("c/a/1", "1", minutes=10), Part("c/a/2", "2", minutes=20)),
        step("c/b", minutes=40),
        step("c/c", minutes=80, optional=True),
    ]
    known = {"c/a/1": DONE, "c/b": DOING}
    assert tally(steps, lambda ref: known.get(ref, TODO)).minutes_left == 60


def test_parts_that_do_not_say_share_what_is_left_of_their_step() -> None:
    parts = (Part("c/a/1", "1", minutes=10), Part("c/a/2", "2"), Part("c/a/3", "3"))
    whole = step("c/a", *parts, minutes=31)
    assert [unit_minutes(whole, part) for part in parts] == [10, 11, 11]
    assert unit_minutes(step("c/b", minutes=5), step("c/b", minutes=5)) == 5
    assert unit_minutes(step("c/a", *parts, minutes=5), parts[1]) == 0


@given(st.data())
def test_what_is_whole_has_a_hundred_percent(data: st.DataObject) -> None:
    units = st.tuples(st.sampled_from([DONE, DONE, SKIPPED, TODO, DOING]), st.booleans())
    known: dict[str, Status] = {}
    steps = []
    for at, parts in enumerate(data.draw(st.lists(st.lists(units, max_size=3), max_size=4))):
        ref = f"c/s{at}"
        known |= {f"{ref}/{n}": status for n, (status, _) in enumerate(parts)}
        known[ref] = data.draw(st.sampled_from([DONE, TODO, SKIPPED]))
        made = (Part(f"{ref}/{n}", "A part", optional=optional) for n, (_, optional) in enumerate(parts))
        steps.append(step(ref, *made, minutes=5, optional=data.draw(st.booleans())))
    aside = {each.ref for each in steps if data.draw(st.booleans())}
    assert whole(steps, known.__getitem__, aside) is (tally(steps, known.__getitem__, aside).percent == 100)
