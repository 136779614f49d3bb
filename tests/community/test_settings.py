"""Every setting is declared, and its default is allowed."""

from __future__ import annotations

import dataclasses

import pytest

from resilience_sim.community.levers import LEVER_MEANINGS, Levers, lever_names
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.mechanism import declared, parameters


@pytest.mark.parametrize("cls", [CommunitySettings, Levers])
def test_every_field_is_declared_in_both_languages(cls: type) -> None:
    for f in dataclasses.fields(cls):
        told = declared(f)
        assert told is not None, f.name
        assert told.en and told.zh


@pytest.mark.parametrize("cls", [CommunitySettings, Levers])
def test_every_default_lies_in_its_range(cls: type) -> None:
    for name, (default, told) in parameters(cls).items():
        values = default if isinstance(default, tuple) else (default,)
        for value in values:
            if told.choices is not None:
                assert value in told.choices, name
            if isinstance(value, (int, float)) and told.low is not None:
                assert told.low <= value <= (told.high or told.low), name


def test_every_lever_says_what_its_ends_and_today_mean() -> None:
    assert tuple(LEVER_MEANINGS) == lever_names()
    for name, (_, told) in parameters(Levers).items():
        assert told.why, name
        assert all(getattr(LEVER_MEANINGS[name], f) for f in LEVER_MEANINGS[name].__slots__)


def test_evidence_is_named_where_the_grade_is_not_assumed() -> None:
    for name, (_, told) in parameters(CommunitySettings).items():
        assert (told.grade == "assumed") == (told.source == "assumed"), name
