"""pmlearn curriculum check: what is wrong with files that an author works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import json_option, pass_services, say_problems
from pmlearn.errors import InputError
from pmlearn.model.text import plural

if TYPE_CHECKING:
    from pmlearn.wiring import Services


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@pass_services
@click.pass_context
def check(ctx: click.Context, services: Services, files: tuple[Path, ...], *, as_json: bool) -> None:
    """Check curriculum files: every mistake with its line, and what to write instead."""
    for file in files:
        if file.is_dir():
            raise InputError(f"{file} is a directory", f"name the files in it: {file / '*.yaml'}")
        if not file.is_file():
            raise InputError(f"no file {file}", "name curriculum files, such as mine.yaml")
    problems = services.curricula.check(files)
    if as_json:
        keys = ("file", "line", "column", "severity", "code", "message", "hint")
        output.emit({"problems": [{key: getattr(problem, key) for key in keys} for problem in problems]})
    else:
        say_problems(problems)
        errors = sum(problem.severity == "error" for problem in problems)
        warnings = len(problems) - errors
        files_text = plural(len(files), "file")
        output.note(f"{files_text}: {plural(errors, 'error')}, {plural(warnings, 'warning')}")
    if any(problem.severity == "error" for problem in problems):
        ctx.exit(1)
