"""How long a thing takes, as tables say it: `45`, `1 h 30`, `90 min`, `10 weeks` at `6-8 hours/week`."""

from __future__ import annotations

import re

_AMOUNT = re.compile(
    r"(\d+(?:[.,]\d+)?)(?:\s*(?:-|–|to)\s*(\d+(?:[.,]\d+)?))?\s*"
    r"(minutes?|mins?|m|hours?|hrs?|h|days?|weeks?|wks?|months?)\b(?:\s*(?:/|per|a|each)\s*(?:week|wk)\b)?",
    re.IGNORECASE,
)
_WEEKLY = re.compile(r"(?:/|per|a|each)\s*(?:week|wk)\b", re.IGNORECASE)
_WEEKS = {"d": 1 / 7, "w": 1.0, "mo": 365 / 12 / 7}
_MOST = 60_000


def minutes(text: str, effort: str = "", unit: int = 1) -> int:
    """Return minutes, or 0 where no honest number can be told.

    Args:
        text: a duration; a number alone counts in `unit`.
        effort: how much work a week takes, where the duration is in weeks.
        unit: minutes of what a number alone counts.
    """
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text.strip()):
        return _bounded(float(text.strip().replace(",", ".")) * unit)
    worked, weekly, weeks = 0.0, 0.0, 0.0
    for told in (text, effort):
        for found in _AMOUNT.finditer(told[:200]):
            amount = _mean(found)
            name = found[3].lower()
            if name[0] == "h" or (name[0] == "m" and not name.startswith("mo")):
                amount *= 60 if name[0] == "h" else 1
                if _WEEKLY.search(found[0]):
                    weekly += amount
                else:
                    worked += amount
            else:
                weeks += amount * _WEEKS["mo" if name.startswith("mo") else name[0]]
    return _bounded(worked or weekly * weeks)


def _mean(found: re.Match[str]) -> float:
    ends = [float(end.replace(",", ".")) for end in found.group(1, 2) if end]
    return sum(ends) / len(ends)


def _bounded(amount: float) -> int:
    return round(amount) if 1 <= amount <= _MOST else 0
