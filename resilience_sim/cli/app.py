"""The commands. Each states what it was asked, asks the library, and shows the answer."""

from __future__ import annotations

import shutil
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from resilience_sim.cli import options as o
from resilience_sim.cli.folders import COMPARISON, DEMO, RUN, answer_folder, files_of
from resilience_sim.cli.group import Commands
from resilience_sim.cli.heads import heads, worded
from resilience_sim.cli.notes_zh import note_in
from resilience_sim.cli.output import answering, note, records, show_frame, show_json, show_rows
from resilience_sim.cli.progress import announce_compiling, progress
from resilience_sim.text import Lang, say

if TYPE_CHECKING:
    from resilience_sim.scenario import Scenario
    from resilience_sim.study.comparison import Comparison

app = typer.Typer(
    name="resilience-sim",
    cls=Commands,
    help="Simulate how a community and the bodies that serve it get through a crisis. "
    "Stylised experiments, not forecasts; not for scoring persons or appraising staff.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class What(StrEnum):
    """What can be listed."""

    scenarios = "scenarios"
    crises = "crises"
    institutions = "institutions"
    response = "response"
    society = "society"
    outcomes = "outcomes"
    parameters = "parameters"


@app.command()
def run(
    scenario: o.ScenarioName,
    seed: o.Seed = 1,
    settings: o.Settings = None,
    institutions: o.WithInstitution = None,
    community: o.CommunityFile = None,
    out: o.Out = None,
    tables: o.TableForm = o.Tables.parquet,
    force: o.Force = False,
    form: o.Format = o.Form.table,
    lang: o.Language = o.Tongue.en,
) -> None:
    """Run one scenario once and show its outcomes."""
    with answering(lang.value):
        stated = o.stated(scenario, settings, institutions, community)
        _tell_quiet([stated], lang.value)
        _tell_staff([stated], lang.value)
        with answer_folder(out, files_of(RUN, tables.value, {"": stated}), force):
            announce_compiling(lang.value)
            from resilience_sim.running import run as run_scenario

            result = run_scenario(stated, seed=seed)
            if out is not None:
                _tell_written(result.write(out, tables.value, lang.value), lang.value)
        if form is o.Form.json:
            show_json(
                {
                    "scenario": stated.name,
                    "content_hash": result.record.content_hash,
                    "seed": seed,
                    "notice": say("not_a_forecast", lang.value),
                    "stylised": stated.stylised,
                    "outcomes": records(result.outcomes),
                }
            )
            return
        rows = records(result.outcomes)
        if form is o.Form.csv:  # a program that reads it needs to know which way is better
            columns = ["outcome", "value", "unit", "direction", "smallest", lang.value]
            show_rows(rows, form, "", heads(columns, "en"))
        else:
            title = say("run_title", lang.value).format(title=_title(stated, lang.value), seed=seed)
            columns = ["outcome", "value", "unit", "smallest", lang.value]
            show_rows(worded(rows, lang.value), form, title, heads(columns, lang.value))
        note(say("not_a_forecast", lang.value))


@app.command()
def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(metavar="SCENARIO...", help="Names or paths; the first is the base."),
    ],
    vary: Annotated[
        list[str] | None,
        typer.Option("--vary", metavar="KEY=V1,V2", help="One more world for each value."),
    ] = None,
    institutions: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="NAME[,NAME]", help="One more world with institutions."),
    ] = None,
    settings: o.Settings = None,
    replicates: o.Replicates = 30,
    workers: o.Workers = None,
    seed: o.Seed = 1,
    community: o.CommunityFile = None,
    out: o.Out = None,
    tables: o.TableForm = o.Tables.parquet,
    force: o.Force = False,
    form: o.Format = o.Form.table,
    every: Annotated[
        bool, typer.Option("--all", help="Print every outcome, also those that do not differ.")
    ] = False,
    lang: o.Language = o.Tongue.en,
) -> None:
    """Run worlds under the same seeds and show what differs, paired by seed."""
    with answering(lang.value):
        from resilience_sim.cli.worlds import worlds_of

        worlds = worlds_of(scenarios, settings, vary, institutions, community)
        _tell_quiet(list(worlds.values()), lang.value)
        _tell_staff(list(worlds.values()), lang.value)
        with answer_folder(out, files_of(COMPARISON, tables.value, worlds), force):
            announce_compiling(lang.value)
            from resilience_sim.study.compare import compare as compare_worlds

            with progress(lang.value) as step:
                found = compare_worlds(worlds, replicates, seed, workers, step)
            if out is not None:
                _tell_written(found.write(out, tables.value, lang.value), lang.value)
        _show_comparison(found, form, every, lang.value)


@app.command()
def demo(
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", parser=o.folder, help="Folder for the answer."),
    ] = Path("out/demo"),
    replicates: o.Replicates = 30,
    workers: o.Workers = None,
    seed: o.Seed = 1,
    force: o.Force = False,
    lang: o.Language = o.Tongue.en,
) -> None:
    """Compare the levers in a community under lockdown: the main question.

    About a minute on two quiet cores, compilation included; several on busy or slower ones.
    """
    with answering(lang.value):
        # the demo is made to be run again: it writes over its last answer, and nothing else
        with answer_folder(out, files_of(DEMO, "parquet"), force, again=True):
            announce_compiling(lang.value)
            from resilience_sim.report.demo import run_demo

            with progress(lang.value) as step:
                answer = run_demo(out, replicates, workers, step, seed=seed, lang=lang.value)
        print(answer.text(lang.value, width=_width()))
        _tell_written([out], lang.value)


@app.command()
def community(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="File of a graph, or folder of tables.")
    ],
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of what is assumed.")] = 0,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Write the whole community here.")
    ] = None,
    form: o.Format = o.Form.table,
    lang: o.Language = o.Tongue.en,
) -> None:
    """Read a community from a file; show its size and everything that was assumed."""
    with answering(lang.value):
        from resilience_sim.cli.communities import size_rows
        from resilience_sim.community.community import Community

        found = Community.from_file(path, seed=seed)
        rows = size_rows(found, lang.value)
        if to is not None:
            for left in found.to_file(to):
                note(note_in(left, lang.value))
            _tell_written([to], lang.value)
        if form is o.Form.json:
            show_json({"sizes": rows, "assumed": found.notes})
            return
        show_rows(rows, form, str(path), {"what": say("what_there_is", lang.value), "count": "#"})
        if form is o.Form.table:
            print(say("assumed", lang.value))
            print(*(f"- {note_in(told, lang.value)}" for told in found.notes), sep="\n")


@app.command("list")
def list_(
    what: Annotated[What, typer.Argument(help="What to list.")],
    form: o.Format = o.Form.table,
    lang: o.Language = o.Tongue.en,
) -> None:
    """List ready scenarios, mechanisms, outcomes or parameters."""
    with answering(lang.value):
        from resilience_sim.cli.listing import TITLES_ZH, listing

        rows, columns = listing(what.value, lang.value)
        if form is o.Form.json:
            show_json(rows)
        elif form is o.Form.csv:  # a program that reads it gets both languages
            show_rows(rows, form, "", heads(rows[0], lang.value))
        else:
            title = TITLES_ZH[what.value] if lang is o.Tongue.zh else what.value
            show_rows(worded(rows, lang.value), form, title, heads(columns, lang.value))


@app.command()
def plan(
    scenario: o.ScenarioName,
    settings: o.Settings = None,
    institutions: o.WithInstitution = None,
    form: o.Format = o.Form.table,
    lang: o.Language = o.Tongue.en,
) -> None:
    """Show the order of a step and who acts in each phase."""
    with answering(lang.value):
        from resilience_sim.describing import plan_rows

        stated = o.stated(scenario, settings, institutions)
        rows = plan_rows(stated, lang.value)
        if form is o.Form.json:
            show_json(rows)
            return
        if form is o.Form.csv:  # a program that reads it gets both languages
            both = zip(rows, plan_rows(stated, "zh"), strict=True)
            rows = [{**row, "name": chinese["name"]} for row, chinese in both]
            show_rows(rows, form, "", heads(rows[0], lang.value))
            return
        if lang is o.Tongue.en:
            rows = [{**row, "who": [one.split()[0] for one in row["who"]]} for row in rows]
        columns = ("name", "what", "combined", "who")
        told = {key: say("phase" if key == "name" else key, lang.value) for key in columns}
        show_rows(rows, form, say("plan", lang.value), {"order": "#", **told})


@app.command()
def describe(
    scenario: o.ScenarioName,
    settings: o.Settings = None,
    institutions: o.WithInstitution = None,
    form: o.Format = o.Form.table,
    lang: o.Language = o.Tongue.en,
) -> None:
    """Show every parameter with its source, and every assumed sign."""
    with answering(lang.value):
        from resilience_sim import describing as d

        stated = o.stated(scenario, settings, institutions)
        rows, signs = d.parameter_rows(stated, lang.value), d.sign_rows(stated, lang.value)
        if form is o.Form.json:
            show_json(
                {
                    "scenario": stated.name,
                    "content_hash": stated.content_hash(),
                    "stylised": stated.stylised,
                    "stylised_zh": stated.stylised_zh,
                    "parameters": rows,
                    "signs": signs,
                    "sources": d.source_rows(stated),
                }
            )
            return
        head = heads(d.PARAMETER_COLUMNS, lang.value)
        if form is o.Form.csv:
            show_rows(rows, form, "", head)
            return
        show_rows(worded(rows, lang.value), form, say("parameters", lang.value), head)
        links = heads(d.SIGN_COLUMNS, lang.value)
        show_rows(worded(signs, lang.value), form, say("signs", lang.value), links)
        told = stated.stylised_zh if lang is o.Tongue.zh else stated.stylised
        if told:
            note(told)
        note(say("not_for_persons", lang.value))


def _show_comparison(found: Comparison, form: o.Form, every: bool, lang: Lang) -> None:
    """Print what differs, in the form asked for."""
    if form is o.Form.json:
        show_json(
            {
                "seed": found.seed,
                "replicates": found.replicates,
                "notice": say("not_a_forecast", lang),
                "worlds": {name: one.content_hash() for name, one in found.worlds.items()},
                "differences": records(found.differences()),
                "outcomes": records(found.outcomes),
            }
        )
    elif form is o.Form.csv:
        show_frame(found.differences(), form, "")
    else:
        from resilience_sim.observe.outcomes import OUTCOMES
        from resilience_sim.report.console import console_table, telling_outcomes
        from resilience_sim.report.demo import TABLE

        shown = list(OUTCOMES) if every else telling_outcomes(found, TABLE)
        print(console_table(found, shown, lang, _width()))
        if len(shown) < len(OUTCOMES):
            note(say("left_off", lang).format(left=len(OUTCOMES) - len(shown)))
        note(say("seeds_only", lang))
        note(say("not_a_forecast", lang))


def _title(scenario: Scenario, lang: str) -> str:
    """What a scenario is called in a language, else in the other, else its name."""
    first, second = scenario.title, scenario.title_zh
    if lang == "zh":
        first, second = second, first
    return first or second or scenario.name


def _width() -> int:
    """Characters a line of a wide table may take."""
    return max(80, shutil.get_terminal_size((150, 24)).columns)


def _tell_quiet(worlds: list[Scenario], lang: Lang) -> None:
    """Say so where no world has a crisis, as a preset run by itself has none."""
    if not any(world.crises for world in worlds):
        note(say("no_crisis", lang))


def _tell_staff(worlds: list[Scenario], lang: Lang) -> None:
    """Say so where a community has far more or fewer staff for its people than as shipped."""
    from dataclasses import replace

    from resilience_sim.community.staffing import staffing_note

    told = dict.fromkeys(
        staffing_note(
            world.community
            if world.use_community is None
            else replace(world.community, residents=len(world.use_community.people)),
            lang,
        )
        for world in worlds
    )
    for one in filter(None, told):
        note(one)


def _tell_written(paths: list[Path], lang: o.Tongue | str) -> None:
    word = say("written", "zh" if lang == "zh" else "en")
    for path in paths:
        note(f"{word} {path}")
    if lang == "zh" and any(path.is_dir() or path.suffix == ".png" for path in paths):
        from resilience_sim.observe.ink import language

        if language("zh") != "zh":
            note(say("no_font", "zh"))
