"""Views of rows: what they show, what they let a user write, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.community.agents import (
    WRITABLE,
    ColumnView,
    GridMember,
    Organisation,
    PartyMember,
    Resident,
    ResidentsCommittee,
    View,
    body_class,
    person_classes,
)
from resilience_sim.community.tables import Bodies, People
from resilience_sim.errors import InputError
from resilience_sim.vocabulary import BODY_KINDS, N_NEEDS, N_RESOURCES


def view(cls: type[View], name: str) -> ColumnView:
    """The descriptor of a column."""
    found = getattr(cls, name)
    assert isinstance(found, ColumnView)
    return found


@pytest.mark.parametrize(("cls", "table"), [(Resident, People), (Organisation, Bodies)])
def test_every_declared_column_is_an_attribute_with_its_meaning(
    cls: type[View], table: type[People] | type[Bodies]
) -> None:
    columns = table.columns()
    for shown, name in table.shown().items():
        column = columns[name]
        found = view(cls, shown)
        assert column.meaning in str(found.__doc__)
        assert (not found.writable) == ("read-only" in str(found.__doc__))


@pytest.mark.parametrize("table", ["people", "bodies"])
def test_writable_columns_exist_and_structure_is_not_among_them(table: str) -> None:
    kind = {"people": People, "bodies": Bodies}[table]
    assert set(WRITABLE[table]) <= set(kind.columns())
    assert not set(WRITABLE[table]) & {"household", "key", "rank", "parent", "kind", "community"}


def test_roles_have_a_precedence() -> None:
    people = People.empty(4)
    people.party_member[:] = [False, True, False, True]
    people.grid_worker[:] = [False, False, True, True]
    assert person_classes(people) == [Resident, PartyMember, GridMember, GridMember]


def test_kinds_of_bodies_have_their_class() -> None:
    assert body_class(BODY_KINDS.index("residents_committee")) is ResidentsCommittee
    assert body_class(BODY_KINDS.index("volunteer_team")) is Organisation


@pytest.mark.parametrize(
    "value", [-0.1, 1.2, float("nan"), float("inf"), "half", True, None, [0.5]]
)
def test_a_share_takes_numbers_from_0_to_1(value: object) -> None:
    with pytest.raises(InputError, match="from 0 to 1"):
        view(Resident, "identity").checked(value)


@pytest.mark.parametrize("value", [0, 1, 0.5, np.float64(0.3), np.float32(0.3), np.int64(1)])
def test_a_share_takes_any_number_within(value: object) -> None:
    assert view(Resident, "identity").checked(value) == value


@pytest.mark.parametrize("value", [1, 0.0, "yes", None])
def test_a_role_takes_true_or_false(value: object) -> None:
    with pytest.raises(InputError, match="True or False"):
        view(Resident, "party_member").checked(value)


@pytest.mark.parametrize("value", [-1, 2**N_NEEDS, 1.0, True])
def test_bits_take_whole_numbers_in_range(value: object) -> None:
    with pytest.raises(InputError, match="a whole number from 0 to"):
        view(Resident, "skills").checked(value)


@pytest.mark.parametrize("value", [1.0, [1.0], [-1.0] * N_RESOURCES, ["a"] * N_RESOURCES])
def test_stock_takes_a_number_for_every_resource(value: object) -> None:
    with pytest.raises(InputError, match=f"{N_RESOURCES} values"):
        view(Organisation, "stock").checked(value)


@pytest.mark.parametrize("name", ["household", "key", "age_band", "newcomer", "rank", "employer"])
def test_structure_is_read_only_and_the_error_says_what_is_not(name: str) -> None:
    with pytest.raises(InputError, match=r"whole run(.|\n)*identity"):
        view(Resident, name).checked(0)
