"""pmlearn curriculum check: what is wrong with files that an author works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import json_option, pass_services, say_problems
from pmlearn.errors import InputError
from pmlearn.model.text import plural
from pmlearn.services.paths import path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.services.linkcheck import LinkReport
    from pmlearn.wiring import Services


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--links", is_flag=True, help="Ask every address in them, too: is it there still?")
@click.option("--force", is_flag=True, help="With --links: ask those as well that were asked lately.")
@json_option
@pass_services
@click.pass_context
def check(
    ctx: click.Context,
    services: Services,
    files: tuple[Path, ...],
    *,
    links: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Check curriculum files: every mistake with its line, and what to write instead."""
    files = tuple(path_of(str(file)) for file in files)
    for file in files:
        if file.is_dir():
            raise InputError(f"{file} is a directory", f"name the files in it: {file / '*.yaml'}")
        if not file.is_file():
            raise InputError(f"no file {file}", "name curriculum files, such as mine.yaml")
    if force and not links:
        raise click.UsageError("--force asks addresses anew: give --links as well", ctx)
    problems = list(services.checks.check(files))
    report = _check_links(services, files, force=force) if links else None
    if report is not None:
        order = {str(file): place for place, file in enumerate(files)}
        problems += report.problems
        problems.sort(key=lambda problem: (order.get(problem.file, len(order)), problem.line, problem.column))
    if as_json:
        keys = ("file", "line", "column", "severity", "code", "message", "hint")
        output.emit({"problems": [{key: getattr(problem, key) for key in keys} for problem in problems]})
    else:
        say_problems(problems)
        errors = sum(problem.severity == "error" for problem in problems)
        warnings = len(problems) - errors
        files_text = plural(len(files), "file")
        output.note(f"{files_text}: {plural(errors, 'error')}, {plural(warnings, 'warning')}")
        if report is not None:
            shy = f"; {report.shy} not answered to a program" if report.shy else ""
            output.note(f"{plural(report.links, 'link')}, {report.asked} of them asked now{shy}")
    if any(problem.severity == "error" for problem in problems):
        ctx.exit(1)


def _check_links(services: Services, files: Sequence[Path], *, force: bool) -> LinkReport:
    try:
        return services.linkcheck.check(
            files, lambda done, total: output.progress(f"pmlearn: {done} of {total} links asked"), force=force
        )
    finally:
        output.progress()
