"""Options that several commands share, and how the values given on a command line are read."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from resilience_sim.errors import InputError, listed

if TYPE_CHECKING:
    from resilience_sim.scenario import Scenario


class Form(StrEnum):
    """How an answer is written to standard output."""

    table = "table"
    json = "json"
    csv = "csv"


class Tables(StrEnum):
    """Form of the frames that are written to a folder."""

    parquet = "parquet"
    csv = "csv"


class Tongue(StrEnum):
    """Language of names and notes."""

    en = "en"
    zh = "zh"


def folder(given: str) -> Path:
    """A folder that is named; an empty name is none, though a path takes it for this folder."""
    if not str(given).strip():
        raise typer.BadParameter(f"{given!r} names no folder; for this one say .")
    return Path(given)


ScenarioName: TypeAlias = Annotated[
    str,
    typer.Argument(metavar="SCENARIO", help="Name of a ready scenario, or path of a TOML file."),
]
Settings: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Another value, as levers.clarity=0.9."),
]
WithInstitution: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--with", metavar="NAME[,NAME]", help="Institutions, or presets like governance/fengqiao."
    ),
]
Out: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="DIR", parser=folder, help="Folder for frames, figure and manifest."
    ),
]
CommunityFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--community", metavar="FILE", help="People and ties of a file or a folder of tables."
    ),
]
TableForm: TypeAlias = Annotated[
    Tables, typer.Option("--tables", help="Form of the frames in the folder.")
]
Force: TypeAlias = Annotated[
    bool, typer.Option("--force", help="Replace files that are in the folder.")
]
Format: TypeAlias = Annotated[Form, typer.Option("--format", help="Form of the answer.")]
Language: TypeAlias = Annotated[
    Tongue, typer.Option("--lang", envvar="RESILIENCE_SIM_LANG", help="Language of names.")
]
Seed: TypeAlias = Annotated[int, typer.Option("--seed", min=0, help="Seed of all luck.")]
Replicates: TypeAlias = Annotated[
    int, typer.Option("--replicates", min=1, help="Seeds a world is run under.")
]
Workers: TypeAlias = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes; as many as cores if not given.")
]


def key_and_text(given: str, option: str) -> tuple[str, str]:
    """The two sides of KEY=VALUE.

    Raises
    ------
    InputError
        One of them is missing.
    """
    key, sign, text = given.partition("=")
    if not (key.strip() and sign and text.strip()):
        raise InputError(
            f"{option} takes a key and a value", where=option, value=given, allowed="KEY=VALUE"
        )
    return key.strip(), text.strip()


def value_of(text: str) -> Any:
    """A value as TOML would read it; anything that is not TOML is text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def values_of(text: str) -> list[Any]:
    """Values separated by commas; commas inside brackets, braces or quotes do not separate."""
    try:
        values = tomllib.loads(f"values = [{text}]")["values"]
    except tomllib.TOMLDecodeError:
        return [value_of(part.strip()) for part in text.split(",") if part.strip()]
    return list(values)


def stated(
    scenario: str,
    settings: list[str] | None,
    institutions: list[str] | None = None,
    community: Path | None = None,
    among: str = "",
) -> Scenario:
    """The scenario that a command line states; `among` names it where it is one of several.

    Raises
    ------
    InputError
        Something in it cannot be used.
    """
    from resilience_sim.scenario_files import load, load_before_people, on_people

    loaded, digest = (load(scenario), "") if community is None else load_before_people(scenario)
    for names in institutions or ():
        loaded = with_named(loaded, names)
    changes: dict[str, str] = {}
    for one in settings or ():
        key, text = key_and_text(one, "--set")
        if key in changes:
            raise InputError(
                f"{key} was given twice", where="--set", key=key, value=text,
                allowed="each key once",
            )  # fmt: skip
        changes[key] = text
    try:
        loaded = loaded.vary({key: value_of(text) for key, text in changes.items()})
    except InputError as error:
        raise error.with_where(f"--set, {among}" if among else "--set") from None
    return loaded if community is None else on_people(loaded, community, digest)


def with_named(scenario: Scenario, names: str) -> Scenario:
    """The scenario with institutions or presets given by name, separated by commas."""
    from resilience_sim.registry import classes
    from resilience_sim.scenario_files import governed

    if not names.replace(",", "").strip():
        raise InputError(
            "no institution is named",
            where="--with",
            value=names,
            allowed=f"{listed(classes('institutions'))}; separated by commas",
        )
    try:
        return governed(scenario, names)
    except InputError as error:
        raise error.with_where("--with") from None
