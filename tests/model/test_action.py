from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.action import Action, Change

LINE: dict[str, Any] = {
    "v": 1,
    "id": "00112233445566aa",
    "order": 1763800000000,
    "at": "2026-11-22T08:26:40.000Z",
    "device": "thinkpad-0a1b2c3d",
    "kind": "note",
    "changes": [
        {"ref": "inspired/teams", "field": "status", "value": "done", "was": None},
        {"ref": "inspired/teams", "field": "note", "value": "ours", "was": "", "base": ["ff"]},
    ],
    "undoes": "ffeeddccbbaa9988",
}

ACTION = Action(
    "00112233445566aa",
    1763800000000,
    "2026-11-22T08:26:40.000Z",
    "thinkpad-0a1b2c3d",
    "note",
    (Change("inspired/teams", "status", "done"), Change("inspired/teams", "note", "ours", "", ("ff",))),
    "ffeeddccbbaa9988",
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_a_line_of_the_journal_stands_as_format_1_has_it() -> None:
    assert ACTION.to_json() == LINE
    assert Action.from_json(LINE) == ACTION


def test_undoes_and_base_stand_only_where_they_mean_something() -> None:
    line = replace(ACTION, undoes="", changes=ACTION.changes[:1]).to_json()
    assert "undoes" not in line
    assert "base" not in line["changes"][0]


@given(value=json_values, was=json_values, text=st.text(), order=st.integers(0, 1 << 60))
def test_every_action_survives_the_journal(value: object, was: object, text: str, order: int) -> None:
    action = Action(text, order, text, text, text, (Change(text, "note", value, was, (text,)),), text)
    assert Action.from_json(json.loads(json.dumps(action.to_json()))) == action


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"v": "1"},
        {"order": -1},
        {"order": 1.5},
        {"order": True},
        {"order": "1"},
        {"id": 7},
        {"kind": None},
        {"changes": None},
        {"changes": [[]]},
        {"changes": [{"ref": "a/b", "field": "status"}]},
        {"changes": [{"ref": 1, "field": "status", "value": "done"}]},
        {"changes": [{"ref": "a/b", "field": "note", "value": "", "base": [1]}]},
        {"undoes": 1},
    ],
)
def test_what_is_no_action_of_format_1_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not an action"):
        Action.from_json(LINE | change)


@pytest.mark.parametrize("key", ["v", "id", "order", "at", "device", "kind", "changes"])
def test_every_key_but_undoes_is_needed(key: str) -> None:
    with pytest.raises(ValueError, match="not an action"):
        Action.from_json({k: v for k, v in LINE.items() if k != key})


@given(json_values)
def test_no_json_value_crashes_the_reader(value: Any) -> None:
    with pytest.raises(ValueError, match="not an action"):
        Action.from_json(value)


def test_the_later_action_has_the_higher_order_then_the_later_device_then_id() -> None:
    stamps = [(1, "z", "z"), (2, "a", "z"), (2, "b", "a"), (2, "b", "b")]
    actions = [replace(ACTION, order=order, device=device, id=id_) for order, device, id_ in stamps]
    assert [action.stamp for action in actions] == sorted(stamps)
