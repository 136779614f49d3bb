"""The registry finds what the families export, and nothing else is needed to declare one."""

from __future__ import annotations

import importlib

import pytest

from resilience_sim.errors import InputError
from resilience_sim.mechanism import PHASES, Mechanism, parameters
from resilience_sim.registry import FAMILIES, classes, families, find
from resilience_sim.validation import checked, hint_of

EVERY = [(family, cls) for family, found in families().items() for cls in found.values()]
IDS = [f"{family}.{cls.name()}" for family, cls in EVERY]


def test_every_family_is_there_and_none_is_empty() -> None:
    assert list(families()) == sorted(FAMILIES)
    assert all(classes(family) for family in FAMILIES)


def test_names_are_unique_over_all_families_because_they_are_labels() -> None:
    names = [cls.name() for _, cls in EVERY]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("family", "cls"), EVERY, ids=IDS)
def test_a_class_is_found_by_its_name(family: str, cls: type[Mechanism]) -> None:
    assert find(family, cls.name()) is cls
    assert cls.family == family


@pytest.mark.parametrize(("family", "cls"), EVERY, ids=IDS)
def test_a_class_acts_somewhere_and_has_both_names(family: str, cls: type[Mechanism]) -> None:
    assert cls.phases(), "it overrides no hook"
    assert set(cls.phases()) <= set(PHASES)
    assert cls.en
    assert any("\u4e00" <= sign <= "\u9fff" for sign in cls.zh)


@pytest.mark.parametrize(("family", "cls"), EVERY, ids=IDS)
def test_defaults_and_neutral_values_pass_their_own_declaration(
    family: str, cls: type[Mechanism]
) -> None:
    for name, (default, told) in parameters(cls).items():
        assert name not in ("kind", "label"), "these keys of a table are taken"
        hint = hint_of(cls, name)
        assert checked(default, hint, told, name) == default
        if told.neutral is not None:
            checked(told.neutral, hint, told, name)


def test_the_package_is_the_only_list(monkeypatch: pytest.MonkeyPatch) -> None:
    class Fresh(Mechanism):
        pass

    package = importlib.import_module("resilience_sim.institutions")
    monkeypatch.setattr(package, "Fresh", Fresh, raising=False)
    classes.cache_clear()
    try:
        assert find("institutions", "fresh") is Fresh
    finally:
        monkeypatch.undo()
        classes.cache_clear()
    with pytest.raises(InputError):
        find("institutions", "fresh")


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError) as told:
        find("crises", "epidemik")
    assert told.value.nearest == "epidemic"
    assert told.value.value == "epidemik"


def test_an_unknown_family_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError) as told:
        find("institution", "red_grid")
    assert told.value.nearest == "institutions"
