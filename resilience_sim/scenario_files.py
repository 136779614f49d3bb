"""Scenario files: where they are found, how they are read and composed.

A ready scenario is found by its name, both where the package was installed (beside the
modules) and in a checkout (beside the package); anything else is a path. A file may name
others under ``use``; they come first, in order, and the file's own values win.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resilience_sim.errors import InputError, listed, nearest_name, place_in
from resilience_sim.registry import find
from resilience_sim.scenario import Scenario, from_document
from resilience_sim.scenario_document import (
    Document,
    changes_of,
    check_given_community,
    merged,
    table,
)
from resilience_sim.validation import unknown_key

if TYPE_CHECKING:
    from resilience_sim.community.community import Community

#: Keys of the table ``[preset]``, which says what a preset is called.
PRESET_KEYS = ("title", "title_zh")


def as_scenario(given: object, key: str = "scenario") -> Scenario:
    """A scenario as it is, or the one of a name or path.

    Raises
    ------
    InputError
        It is none of these, or there is no such scenario.
    """
    if isinstance(given, Scenario):
        return given
    if isinstance(given, (str, Path)):
        return load(given)
    raise InputError(
        "this is no scenario",
        key=key,
        value=given,
        allowed="a Scenario, the name of a ready one, or the path of a TOML file",
    )


def load(
    name_or_path: str | Path, *presets: str | Path, community: Community | str | Path | None = None
) -> Scenario:
    """The scenario of a ready file, by its name, or of a TOML file, by its path.

    Parameters
    ----------
    presets
        Presets laid over it in turn, by name or path: ``"governance/fengqiao"`` brings the
        institutions of that preset to any community and any crisis.
    community
        People to run it on, ready or as a file; what a file leaves open comes from the
        scenario's settings. A scenario that was run on given people takes only those.

    Raises
    ------
    InputError
        There is no such file, it is not TOML, or something in it is not allowed; the error
        names the file, the key, the value and what is allowed.
    """
    if community is None:
        scenario, digest = read(find_file(name_or_path, None)), ""
    else:
        scenario, digest = load_before_people(name_or_path)
    for name in presets:
        scenario = with_preset(scenario, name)
    return scenario if community is None else on_people(scenario, community, digest)


def load_before_people(name_or_path: str | Path) -> tuple[Scenario, str]:
    """The scenario of a file that is to be run on given people, and the digest of those it had.

    The digest is empty where it was not run on given people.
    """
    return _read(find_file(name_or_path, None), check_given=False)


def on_people(scenario: Scenario, given: Community | str | Path, digest: str = "") -> Scenario:
    """The scenario on a community or on the people of a file, whose digest must be that given.

    Raises
    ------
    InputError
        The file cannot be read, or these are other people than those of the digest.
    """
    from resilience_sim.community.community import Community

    if isinstance(given, (str, Path)):
        given = Community.from_file(given, scenario.community)
    made = scenario.with_community(given)
    if digest and made.given != digest:
        raise InputError(
            "the scenario was run on another community", key="scenario.given_community",
            value=made.given, allowed=digest,
        )  # fmt: skip
    return made


def with_preset(scenario: Scenario, name_or_path: str | Path) -> Scenario:
    """The scenario with a preset laid over it: its values win, its institutions are added.

    Raises
    ------
    InputError
        There is no such file, it is a whole scenario, or two mechanisms share a label.
    """
    path = find_file(name_or_path, None)
    over = composed(path, ())
    if "scenario" in over:
        presets = [name for name, one in ready_names().items() if is_preset(one)]
        raise InputError(
            f"{name_or_path} is a whole scenario and cannot be laid over another",
            where=str(path), value=str(name_or_path), allowed=listed(presets),
        )  # fmt: skip
    try:
        if scenario.use_community is not None:
            settings = over.get("community", {})
            check_given_community({f"community.{name}": settings[name] for name in settings})
        told = from_document(merged(scenario.document(), over), check_given=False)
    except InputError as error:
        raise error.at(error.where or place_in(str(path), error)) from None
    return replace(
        told, use_community=scenario.use_community, folder=scenario.folder, path=scenario.path
    )


def varied(
    base: Scenario,
    values: Mapping[str, Any],
    institutions: str | Sequence[str] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Scenario:
    """A scenario with institutions switched on by name, and with other values by key.

    Parameters
    ----------
    base
        What is changed.
    values
        Value by dotted key; None leaves what `base` says.
    institutions
        Names of institutions or of presets, separated by commas or as a list.
    changes
        Further values by dotted key.

    Raises
    ------
    InputError
        There is no such institution or key, a value is not allowed, or `values` and `changes`
        name the same key.
    """
    told = {key: value for key, value in values.items() if value is not None}
    for key, value in changes_of(changes or {}).items():
        if key in told:
            raise InputError(
                f"{key} was given twice", key=key, value=value, allowed="each key once"
            )
        told[key] = value
    base = governed(base, institutions or "")
    return base.vary(told) if told else base


def governed(base: Scenario, names: str | Sequence[str]) -> Scenario:
    """A scenario with institutions or presets (``governance/fengqiao``), separated by commas."""
    for name in _names(names):
        if "/" in name:
            base = with_preset(base, name)
        else:
            base = base.with_institutions(find("institutions", name)())
    return base


def _names(given: object) -> list[str]:
    """Names of a line with commas, or of a list."""
    parts = given.split(",") if isinstance(given, str) else given
    if not isinstance(parts, Sequence) or not all(isinstance(name, str) for name in parts):
        raise InputError(
            "institutions are not given by name", key="institutions", value=given,
            allowed="names of institutions or presets, as \"red_grid, covenant\" or a list",
        )  # fmt: skip
    return [name.strip() for name in parts if name.strip()]


def read(path: Path) -> Scenario:
    """The scenario of a TOML file and of the files it uses."""
    return _read(path, check_given=True)[0]


def _read(path: Path, check_given: bool) -> tuple[Scenario, str]:
    """The scenario of a file, and the digest of the people it was run on, if they were given."""
    try:
        document = composed(path, ())
        if not document:
            raise InputError(
                "the file says nothing", where=str(path),
                allowed='at least one key, as [scenario] with name = "..."; the rest has defaults',
            )  # fmt: skip
        told = from_document(document, check_given)
        told = replace(told, folder=str(path.resolve().parent), path=str(path))
        return told, str(document.get("scenario", {}).get("given_community", ""))
    except InputError as error:
        raise error.at(error.where or place_in(str(path), error)) from None


def ready_names() -> dict[str, Path]:
    """Files of ready scenarios and presets by name, sorted."""
    found: dict[str, Path] = {}
    for folder in ready_folders():
        for path in sorted(folder.rglob("*.toml")):
            found.setdefault(path.relative_to(folder).with_suffix("").as_posix(), path)
    return dict(sorted(found.items()))


def ready_folders() -> list[Path]:
    """Folders of ready scenarios that exist: of the installed package, of the checkout."""
    package = Path(__file__).resolve().parent
    checkout = package.parent / "scenarios"
    folders = [package / "scenarios"]
    if (package.parent / "pyproject.toml").is_file():
        folders.append(checkout)
    return [folder for folder in folders if folder.is_dir()]


def is_preset(path: Path) -> bool:
    """True for a part that is to be used by other files: it has no table ``[scenario]``."""
    return "scenario" not in read_toml(path)


def preset_titles(path: Path) -> tuple[str, str]:
    """What a preset is called, in English and in Chinese; empty where it does not say.

    Raises
    ------
    InputError
        Its table ``[preset]`` holds something else.
    """
    told = table(read_toml(path).get("preset", {}), "preset")
    for name, given in told.items():
        if name not in PRESET_KEYS:
            raise unknown_key(name, given, PRESET_KEYS, "preset")
        if not isinstance(given, str):
            key = f"preset.{name}"
            raise InputError(f"{key} is not text", key=key, value=given, allowed="text")
    return str(told.get("title", "")), str(told.get("title_zh", ""))


def find_file(name_or_path: str | Path, beside: Path | None) -> Path:
    """The file behind a name or path; relative paths are sought in `beside` first."""
    if not isinstance(name_or_path, (str, Path)) or not str(name_or_path).strip():
        raise InputError(
            "this names no scenario file", value=name_or_path,
            allowed="the name of a ready scenario or preset, or the path of a TOML file",
        )  # fmt: skip
    given = str(name_or_path)
    ready = ready_names()
    path = Path(name_or_path)
    if beside is not None:
        near = beside / (given if given.endswith(".toml") else f"{given}.toml")
        if near.is_file():
            return near
    if given in ready:
        return ready[given]
    if path.is_dir():
        raise InputError(
            f"{given} is a folder, not a scenario file",
            where=given,
            value=given,
            allowed="a TOML file, or the name of a ready scenario",
        )
    if not path.is_file():
        raise InputError(
            f"there is no scenario {given!r}",
            value=given,
            allowed=f"a path to a TOML file, or one of: {listed(ready)}",
            nearest=nearest_name(given, ready),
        )
    return path


def read_toml(path: Path) -> Document:
    """The content of a TOML file.

    Raises
    ------
    InputError
        It cannot be read, is not text in UTF-8, or does not parse.
    """
    where = str(path)
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise InputError(
            f"the file cannot be read: {error.strerror}",
            where=where,
            allowed="a readable TOML file",
        ) from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"the file is not text: byte {error.start} is no UTF-8",
            where=where,
            allowed="a TOML file in UTF-8",
        ) from None
    except RecursionError:
        raise InputError(
            "the file is nested too deeply", where=where, allowed="lists and tables a few deep"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, str(error)) from None


def _not_toml(path: Path, told: str) -> InputError:
    """The error for text that is not TOML, with the line where it goes wrong."""
    found = re.search(r"at line (\d+)", told)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    number = int(found[1]) if found else len(lines)
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    if "overwrite" in told or "twice" in told:
        key = line.split("=")[0].strip().strip("[]")
        return InputError(
            f"{key} stands there twice", where=f"{path}, line {number}", key=key, value=line,
            allowed="each key and each table once",
        )  # fmt: skip
    return InputError(
        f"the file is not TOML: {told}", where=str(path), value=line or None, allowed="TOML 1.0"
    )


def composed(path: Path, above: tuple[Path, ...]) -> Document:
    """One document of a file and all it uses; each file is checked by itself first."""
    path = path.resolve()
    if path in above:
        chain = " > ".join(p.name for p in (*above, path))
        raise InputError(
            f"the file uses itself: {chain}",
            where=str(path),
            key="use",
            allowed="files that do not use each other in a circle",
        )
    own: dict[str, Any] = read_toml(path)
    try:
        used = _used(own.pop("use", []))
        if "scenario" not in own:  # a whole scenario has its title in its own table
            preset_titles(path)
            own.pop("preset", None)
        from_document(own, check_given=False)  # the whole is asked for its people
        document: Document = {}
        for name in used:
            document = merged(document, composed(find_file(name, path.parent), (*above, path)))
    except InputError as error:
        raise error.at(error.where or place_in(str(path), error)) from None
    return merged(document, own)


def _used(raw: Any) -> list[str]:
    if not isinstance(raw, list) or not all(isinstance(name, str) for name in raw):
        raise InputError(
            "use is not a list of names",
            key="use",
            value=raw,
            allowed='names of scenario files, as use = ["governance/today"]',
        )
    return raw
