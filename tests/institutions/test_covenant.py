"""The covenant: who signs, what they owe, and who is reproached."""

from __future__ import annotations

import numpy as np
import pytest

from resilience_sim.institutions import Covenant
from resilience_sim.simulation import Simulation
from tests.institutions.made import acts, begun, days, hours_of, village


def signed(**told: float) -> Simulation:
    """Identification of a run is fixed as it is built: everybody's is .5 or so."""
    return begun(village(200), Covenant(**told), settings={"levers.identity": 0.5})


def test_signers_hear_norms_and_owe_days() -> None:
    run = days(signed(signs=1.0, breaches=0.0, owed_days=3.0), 1)
    mine = run.own["covenant"]["signed"]
    assert mine.sum() == pytest.approx(100, abs=25)  # as they identify
    assert run.messages["norms"] == pytest.approx(mine.astype(float))
    assert run.messages["obliged"] == pytest.approx(3.0 * mine)
    assert run.recording.sums["compelled_person_days"] == pytest.approx(3.0 * mine.sum())
    assert not run.messages["blame"].any()
    assert hours_of(run, "covenant") == pytest.approx(6.0)


def test_breaches_are_reproached_in_public() -> None:
    run = days(signed(signs=1.0, breaches=0.5, reproaches=1.0), 1)
    mine = run.own["covenant"]["signed"]
    shamed = run.messages["blame"] > 0.0
    assert shamed.sum() == acts(run, "remind")[0][2]["breaches"]
    assert shamed.sum() == pytest.approx(mine.sum() / 2, abs=15)
    assert not (shamed & ~mine).any()
    assert not (run.messages["obliged"][shamed]).any()


def test_who_does_not_identify_does_not_sign() -> None:
    run = begun(village(200), Covenant(signs=1.0), settings={"levers.identity": 0.05})
    assert run.own["covenant"]["signed"].sum() < 40
    assert np.isclose(hours_of(days(run, 1), "covenant"), 6.0)
