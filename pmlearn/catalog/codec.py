"""What was read, as JSON: the form in which the cache keeps it and the worker hands it over.

Fields that hold their default are left out, and a ref is kept as the last slug of it; both come back.
"""

from __future__ import annotations

from dataclasses import MISSING, astuple, dataclass, fields
from typing import TYPE_CHECKING, Any

from pmlearn.model.curriculum import (
    Card,
    Choice,
    Curriculum,
    FeedOffer,
    Fits,
    Include,
    Kind,
    Module,
    Option,
    Part,
    Requirement,
    Resource,
    Retired,
    Source,
    Step,
)
from pmlearn.model.problem import Problem, Severity

if TYPE_CHECKING:
    from pmlearn.catalog.marks import Mark
    from pmlearn.model.overlay import Overlay

Json = dict[str, Any]

_DEFAULTS = {
    kind: tuple((field.name, None if field.default is MISSING else field.default) for field in fields(kind))
    for kind in (
        *(Curriculum, Module, Step, Part, Resource, FeedOffer, Requirement, Card, Fits, Option, Choice),
        *(Include, Retired),
    )
}


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading one file: a curriculum or an overlay, or neither where it holds an error."""

    curriculum: Curriculum | None
    problems: tuple[Problem, ...]  # warnings too, in the order of the file
    overlay: Overlay | None = None
    marks: tuple[Mark, ...] = ()  # where its things stand, in the order of the file; only where asked for


def read_to_json(read: Read) -> Json:
    """Return what `read_from_json` takes; neither the file's name, its source nor its marks are in it."""
    doc: Json = {
        "curriculum": None if read.curriculum is None else curriculum_to_json(read.curriculum),
        "problems": [[p.line, p.column, p.severity, p.code, p.message, p.hint] for p in read.problems],
    }
    if read.overlay is not None:
        doc["overlay"] = read.overlay.values
    return doc


def marked_to_json(read: Read) -> Json:
    """Return what `read_from_json` takes, with the marks: for handing over, never for keeping."""
    return read_to_json(read) | {"marks": list(map(astuple, read.marks))}


def read_from_json(doc: Json, file: str, source: Source) -> Read:
    """Return what was read, as from a file of this name and source.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is not what `read_to_json` gave.
    """
    held = doc["curriculum"]
    return Read(
        None if held is None else curriculum_from_json(held, source),
        tuple(
            Problem(file, line, column, Severity(severity), code, message, hint)
            for line, column, severity, code, message, hint in doc["problems"]
        ),
        _overlay_from(doc["overlay"], file, source) if "overlay" in doc else None,
        _marks_from(doc["marks"]) if "marks" in doc else (),
    )


def _overlay_from(values: Json, file: str, source: Source) -> Overlay:
    from pmlearn.model.overlay import Overlay  # noqa: PLC0415 - few learners have one

    return Overlay.of(values, file, source)


def _marks_from(rows: list[list[Any]]) -> tuple[Mark, ...]:
    from pmlearn.catalog.marks import Mark  # noqa: PLC0415 - only what authors call asks for them

    return tuple(Mark(*row) for row in rows)


def curriculum_to_json(curriculum: Curriculum) -> Json:
    """Return a curriculum as JSON can hold it, without its source."""
    doc = _lean(curriculum)
    doc.pop("source", None)
    doc["modules"] = [_module(module) for module in curriculum.modules]
    for key, each in (("feeds", _lean), ("choices", _asking), ("include", _lean), ("retired", _lean)):
        if key in doc:
            doc[key] = [each(thing) for thing in doc[key]]
    return doc


def curriculum_from_json(doc: Json, source: Source) -> Curriculum:
    """Return the curriculum that `curriculum_to_json` was given.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is not what that gave.
    """
    id_ = doc["id"]
    found = _tuples(doc)
    found["source"] = source
    found["modules"] = tuple(_module_from(module, id_) for module in doc["modules"])
    if "feeds" in doc:
        found["feeds"] = tuple(FeedOffer(**_tuples(feed)) for feed in doc["feeds"])
    if "choices" in doc:
        found["choices"] = tuple(Choice(**_asking_from(choice)) for choice in doc["choices"])
    if "include" in doc:
        found["include"] = _includes_from(doc)
    if "retired" in doc:
        found["retired"] = tuple(Retired(**_tuples(each)) for each in doc["retired"])
    return Curriculum(**found)


def _module(module: Module) -> Json:
    doc = _lean(module)
    doc["steps"] = list(map(_step, module.steps))
    if module.include:
        doc["include"] = list(map(_lean, module.include))
    return doc


def _module_from(doc: Json, curriculum: str) -> Module:
    found = _tuples(doc)
    found["steps"] = tuple(_step_from(step, curriculum) for step in doc["steps"])
    if "include" in doc:
        found["include"] = _includes_from(doc)
    return Module(**found)


def _step(step: Step) -> Json:
    doc = _asking(step)
    doc["ref"] = _last(step.ref)
    for key in ("resources", "requires", "cards"):
        if key in doc:
            doc[key] = list(map(_lean, doc[key]))
    if step.parts:
        doc["parts"] = [_asking(part) | {"ref": _last(part.ref)} for part in step.parts]
    return doc


def _step_from(doc: Json, curriculum: str) -> Step:
    ref = f"{curriculum}/{doc['ref']}"
    found = _asking_from(doc)
    found["ref"] = ref
    found["kind"] = Kind(doc["kind"])
    for key, kind in (("resources", Resource), ("requires", Requirement), ("cards", Card)):
        if key in doc:
            found[key] = tuple(kind(**each) for each in doc[key])
    if "parts" in doc:
        found["parts"] = tuple(
            Part(**_asking_from(part) | {"ref": f"{ref}/{part['ref']}"}) for part in doc["parts"]
        )
    return Step(**found)


def _asking(thing: Any) -> Json:
    """What may have options, with these."""
    doc = _lean(thing)
    if "options" in doc:
        doc["options"] = [
            _lean(option) | ({"fits": _lean(option.fits)} if option.fits != Fits() else {})
            for option in doc["options"]
        ]
    return doc


def _asking_from(doc: Json) -> Json:
    found = _tuples(doc)
    if "options" in doc:
        found["options"] = tuple(
            Option(**_tuples(option) | {"fits": Fits(**option.get("fits", {}))}) for option in doc["options"]
        )
    return found


def _includes_from(doc: Json) -> tuple[Include, ...]:
    return tuple(Include(**_tuples(each)) for each in doc["include"])


def _lean(thing: Any) -> Json:
    doc = {}
    for name, default in _DEFAULTS[type(thing)]:
        value = getattr(thing, name)
        if value != default:
            doc[name] = value
    return doc


def _tuples(doc: Json) -> Json:
    return {key: tuple(value) if type(value) is list else value for key, value in doc.items()}


def _last(ref: str) -> str:
    return ref.rpartition("/")[2]
