"""Scenarios: values, changes, composition, and every way in which a file can be wrong."""

from __future__ import annotations

import inspect
import re
import tomllib
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

import resilience_sim as rs
from resilience_sim import Community
from resilience_sim.community.levers import Levers
from resilience_sim.community.settings import LIVE_SETTINGS
from resilience_sim.crises import Epidemic, Lockdown
from resilience_sim.errors import InputError
from resilience_sim.mechanism import ByNeed
from resilience_sim.registry import classes
from resilience_sim.scenario import Scenario, from_document
from resilience_sim.scenario_files import is_preset, load, ready_names, with_preset
from resilience_sim.simulation import setup


def refused(tmp_path: Path, text: str | bytes) -> InputError:
    """The error that a file of this content gives."""
    path = tmp_path / "given.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(InputError) as told:
        load(path)
    assert str(path) in str(told.value)
    assert len(str(told.value).splitlines()) <= 8, "an error fits on one screen"
    return told.value


def read(tmp_path: Path, text: str) -> Scenario:
    path = tmp_path / "given.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


# --- values ------------------------------------------------------------------------------------
def test_a_scenario_says_all_default_rules() -> None:
    plain = Scenario()
    assert [one.name() for one in plain.response] == sorted(classes("response"))
    assert [one.name() for one in plain.society] == sorted(classes("society"))
    assert plain.crises == plain.institutions == ()


def test_mechanisms_come_sorted_by_label() -> None:
    labels = [one.label for one in Scenario(crises=(Lockdown(), Epidemic())).mechanisms()]
    assert labels == sorted(labels)


def test_equal_values_are_equal_whatever_their_python_type() -> None:
    given = Scenario(levers=Levers(clarity=1), horizon_days=90)
    same = Scenario(levers=Levers(clarity=1.0), horizon_days=np.float64(90.0))
    assert given == same
    assert given.content_hash() == same.content_hash()
    assert isinstance(given.levers.clarity, float)


def test_order_is_forgotten() -> None:
    one, two = Epidemic(label="a"), Epidemic(label="b", initial=3)
    forth, back = Scenario(crises=(one, two)), Scenario(crises=(two, one))
    assert forth == back
    assert forth.content_hash() == back.content_hash()


def test_the_hash_follows_what_can_change_a_result_and_nothing_else() -> None:
    plain = Scenario()
    assert (
        plain.vary({"title": "another", "about_zh": "另一"}).content_hash() == plain.content_hash()
    )
    changes: list[dict[str, Any]] = [
        {"levers.clarity": 0.51},
        {"community.residents": 2999},
        {"step_hours": 12.0},
        {"warmup_days": 31},
        {"horizon_days": 91},
    ]
    hashes = {plain.vary(change).content_hash() for change in changes}
    assert len(hashes | {plain.content_hash()}) == len(changes) + 1
    assert plain.with_crises(Epidemic()).content_hash() != plain.content_hash()


def test_python_objects_pass_the_same_door() -> None:
    with pytest.raises(InputError) as told:
        Scenario(crises=(Epidemic(ascertainment=1.5),))
    assert told.value.key == "crises.epidemic.ascertainment"
    with pytest.raises(InputError) as told:
        Scenario(levers=Levers(clarity=1.2))
    assert told.value.key == "levers.clarity"


def test_a_mechanism_stands_in_its_own_family_only() -> None:
    with pytest.raises(InputError, match="does not belong to institutions"):
        Scenario(institutions=(Epidemic(),))
    with pytest.raises(InputError, match="no mechanism"):
        Scenario(crises=("epidemic",))  # type: ignore[arg-type]


def test_a_label_is_borne_once() -> None:
    with pytest.raises(InputError) as told:
        Scenario(crises=(Epidemic(), Epidemic()))
    assert told.value.key == "crises.epidemic"
    rule = next(iter(classes("society")))
    with pytest.raises(InputError, match="bear the label"):
        Scenario(crises=(Epidemic(label=rule),))


def test_the_strike_has_one_date() -> None:
    both = Scenario(crises=(Epidemic(), Lockdown()))
    assert both.start_date is not None
    with pytest.raises(InputError) as told:
        both.vary({"crises.lockdown.start_date": "2022-03-19"})
    assert told.value.key == "crises.lockdown.start_date"
    assert Scenario().start_date is None


# --- changing ----------------------------------------------------------------------------------
def test_vary_reaches_every_parameter_it_lists() -> None:
    scenario = load("epidemic_lockdown")
    for row in scenario.parameters():
        assert scenario.vary({row.key: row.value}) == scenario, row.key


def test_vary_changes_one_need_and_leaves_the_others() -> None:
    plain = Scenario()
    changed = plain.vary({"community.silent.food": 0.5})
    before, after = plain.community.silent.as_dict(), changed.community.silent.as_dict()
    assert after.pop("food") == 0.5
    before.pop("food")
    assert after == before
    table = plain.vary({"community.silent": {"food": 0.5}})
    assert table == changed
    every = plain.vary({"community.silent": 0.5})
    assert every.community.silent == ByNeed(0.5)


def test_vary_leaves_the_scenario_as_it_was() -> None:
    plain = Scenario()
    before = plain.to_toml()
    plain.vary({"community.silent.food": 0.5, "levers.clarity": 0.9})
    assert plain.to_toml() == before


@pytest.mark.parametrize(
    ("key", "nearest"),
    [
        ("levers.clarty", "levers.clarity"),
        ("horizon", "horizon_days"),
        ("crises.epidemic.ascertainmnt", "crises.epidemic.ascertainment"),
        ("community.silent.fod", "community.silent"),
    ],
)
def test_vary_names_the_nearest_key(key: str, nearest: str) -> None:
    with pytest.raises(InputError) as told:
        load("epidemic_lockdown").vary({key: 0.5})
    assert told.value.key == key
    assert told.value.nearest == nearest


# --- composition -------------------------------------------------------------------------------
def test_parts_come_first_and_the_file_wins(tmp_path: Path) -> None:
    (tmp_path / "part.toml").write_text(
        '[levers]\nclarity = 0.1\nsharing = 0.2\n[[crises]]\nkind = "epidemic"\n', encoding="utf-8"
    )
    told = read(
        tmp_path, 'use = ["part"]\n[levers]\nsharing = 0.7\n[[crises]]\nkind = "lockdown"\n'
    )
    assert (told.levers.clarity, told.levers.sharing) == (0.1, 0.7)
    assert [one.label for one in told.crises] == ["epidemic", "lockdown"]


def test_an_error_in_a_part_names_the_part(tmp_path: Path) -> None:
    part = tmp_path / "part.toml"
    part.write_text("[levers]\nclarity = 2\n", encoding="utf-8")
    given = tmp_path / "given.toml"
    given.write_text('use = ["part"]\n', encoding="utf-8")
    with pytest.raises(InputError) as told:
        load(given)
    assert told.value.where == f"{part}, line 2"
    assert told.value.key == "levers.clarity"


def test_files_that_use_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('use = ["given"]\n', encoding="utf-8")
    assert refused(tmp_path, 'use = ["other"]\n').key == "use"


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    told = refused(tmp_path, 'use = ["governance/tody"]\n')
    assert told.value == "governance/tody"
    assert told.nearest == "governance/today"


def test_a_rule_can_be_left_out_and_another_instance_added(tmp_path: Path) -> None:
    rule = next(iter(classes("society")))
    told = read(tmp_path, f'[scenario]\nleave_out = ["society.{rule}"]\n')
    assert rule not in [one.name() for one in told.society]
    assert from_document(tomllib.loads(told.to_toml())) == told
    more = read(tmp_path, f'[society.another]\nkind = "{rule}"\n')
    assert [one.label for one in more.society if one.name() == rule] == sorted(["another", rule])
    assert from_document(tomllib.loads(more.to_toml())) == more


# --- ready scenarios ---------------------------------------------------------------------------
def test_ready_files_all_load_and_survive_toml() -> None:
    assert "epidemic_lockdown" in ready_names()
    for name, path in ready_names().items():
        told = load(name)
        again = from_document(tomllib.loads(told.to_toml()))
        assert again == told
        assert again.content_hash() == told.content_hash()
        if not is_preset(path):
            assert told.name == name
            assert told.title and told.title_zh and told.about and told.about_zh


def test_the_demo_scenario_is_what_it_says() -> None:
    told = rs.load("epidemic_lockdown")
    assert told.community.residents == 3000
    assert {one.name() for one in told.crises} == {"epidemic", "lockdown"}
    assert "tylised composite" in told.stylised
    assert "拼合" in told.stylised_zh
    assert told.warmup_days >= 10 and told.horizon_days >= 90
    assert told.institutions == ()


# --- files that are wrong ----------------------------------------------------------------------
WRONG: list[tuple[str, str, object, str | None]] = [
    ("[levers]\nclarity = 1.2\n", "levers.clarity", 1.2, None),
    ("[levers]\nclarity = -0.1\n", "levers.clarity", -0.1, None),
    ("[levers]\nclarity = nan\n", "levers.clarity", None, None),
    ("[levers]\nclarity = inf\n", "levers.clarity", float("inf"), None),
    ("[levers]\nclarity = true\n", "levers.clarity", True, None),
    ('[levers]\nclarity = "0.5"\n', "levers.clarity", "0.5", None),
    ("[levers]\nclarety = 0.5\n", "levers.clarety", 0.5, "levers.clarity"),
    ("[lever]\nclarity = 0.5\n", "lever", {"clarity": 0.5}, "levers"),
    ("levers = 3\n", "levers", 3, None),
    ("[community]\nresidents = 0\n", "community.residents", 0, None),
    ("[community]\nresidents = 10.5\n", "community.residents", 10.5, None),
    ("[community.silent]\nfod = 0.1\n", "community.silent.fod", 0.1, "food"),
    ("[community]\nsilent = [0.1, 0.2]\n", "community.silent", [0.1, 0.2], None),
    ("[community]\nshared_office = 1\n", "community.shared_office", 1, None),
    ("[scenario]\nwarmup_days = 9\n", "scenario.warmup_days", 9, None),
    ("[scenario]\nhorizon_days = 0\n", "scenario.horizon_days", 0, None),
    ("[scenario]\nhorizon_days = -5\n", "scenario.horizon_days", -5, None),
    ("[scenario]\nstep_hours = 7\n", "table_hours", 24.0, None),
    ("[scenario]\nstep_hours = 0\n", "scenario.step_hours", 0, None),
    ("[scenario]\nhorzon_days = 90\n", "scenario.horzon_days", 90, "scenario.horizon_days"),
    ('[[institutions]]\nkind = "red_gird"\n', "institutions.kind", "red_gird", "red_grid"),
    ('[[crises]]\nkind = "epidemi"\n', "crises.kind", "epidemi", "epidemic"),
    ("[[crises]]\ninitial = 3\n", "crises.kind", {"initial": 3}, None),
    ('[crises]\nkind = "epidemic"\n', "crises", {"kind": "epidemic"}, None),
    (
        '[[crises]]\nkind = "epidemic"\n[[crises]]\nkind = "epidemic"\n',
        "crises.epidemic",
        "epidemic",
        None,
    ),
    ('[[crises]]\nkind = "epidemic"\nlabel = "a.b"\n', "crises.label", "a.b", None),
    (
        '[[crises]]\nkind = "epidemic"\npressure = "shanghai"\n',
        "crises.epidemic.pressure",
        "shanghai",
        "shanghai_2022",
    ),
    (
        '[[crises]]\nkind = "epidemic"\nstart_date = "soon"\n',
        "crises.epidemic.start_date",
        "soon",
        None,
    ),
    ("[society.trst]\nalpha = 0.1\n", "society.trst", {"alpha": 0.1}, "society.trust"),
    (
        '[scenario]\nleave_out = ["society.trst"]\n',
        "scenario.leave_out",
        "society.trst",
        "society.trust",
    ),
    ('use = "governance/today"\n', "use", "governance/today", None),
]


@pytest.mark.parametrize(
    ("text", "key", "value", "nearest"), WRONG, ids=[f"{i}-{one[1]}" for i, one in enumerate(WRONG)]
)
def test_a_wrong_entry_is_named(
    tmp_path: Path, text: str, key: str, value: object, nearest: str | None
) -> None:
    told = refused(tmp_path, text)
    assert told.key == key
    assert told.value == value or value is None
    assert told.nearest == nearest
    assert told.allowed


def test_a_file_that_is_not_toml(tmp_path: Path) -> None:
    assert "line 2" in refused(tmp_path, "[levers]\nclarity 0.5\n").problem


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    assert "not text" in refused(tmp_path, b"\x89PNG\r\n\x1a\n\xff\xfe").problem


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        load(tmp_path / "missing.toml")
    assert "missing.toml" in str(told.value)
    with pytest.raises(InputError) as told:
        load("epidemic_lokdown")
    assert told.value.nearest == "epidemic_lockdown"


def test_a_folder_is_no_scenario(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder"):
        load(tmp_path)


def test_a_community_given_as_an_object_counts(tmp_path: Path) -> None:
    from resilience_sim.community.generate import generate
    from resilience_sim.community.settings import CommunitySettings
    from resilience_sim.rng import Luck

    community = generate(CommunitySettings(residents=40), Luck(1))
    plain = Scenario()
    given = Scenario(use_community=community)
    assert given.content_hash() != plain.content_hash()
    assert given.vary({"levers.clarity": 0.9}).use_community is community
    assert Scenario(use_community=community) == given != plain
    assert refused(tmp_path, given.to_toml()).key == "scenario.given_community"
    path = tmp_path / "given.toml"
    assert load(path, community=community) == given
    given.use_community.to_file(tmp_path / "people.json")  # type: ignore[union-attr]
    assert load(path, community=tmp_path / "people.json").content_hash() == given.content_hash()
    other = generate(CommunitySettings(residents=40), Luck(2))
    with pytest.raises(InputError, match="another community"):
        load(path, community=other)


# --- a community given ready -------------------------------------------------------------------
def test_settings_that_can_no_longer_apply_are_refused() -> None:
    graph = nx.karate_club_graph()
    ready = load("epidemic_lockdown").with_community(Community.from_networkx(graph))
    read = re.findall(r"\btold\.(\w+)", inspect.getsource(setup))
    assert set(read) == set(LIVE_SETTINGS), "what is read when a run begins can still be said"
    for key in ("community.staff_committee", "community.residents", "community.tie_model"):
        with pytest.raises(InputError, match="do not apply"):
            ready.vary({key: 5})
    for name in LIVE_SETTINGS:
        other = 0.5 * getattr(ready.community, name) + 0.01
        if name == "format_factor":
            other = 2.0
        assert getattr(ready.vary({f"community.{name}": other}).community, name) == other
    assert ready.vary({"levers.clarity": 0.5}).given == ready.given
    with pytest.raises(InputError, match="do not apply"):
        with_preset(ready, "communities/village_ties")
