"""States of the infection and the layout of the rows that its kernel works on."""

from __future__ import annotations

import numpy as np

#: Susceptible, exposed, infectious before symptoms, ill, infectious without symptoms, recovered.
S, E, P, I, A, R = 0, 1, 2, 3, 4, 5  # noqa: E741 - the letters of the field

#: What never changes during a run, one row a person.
TRAITS = np.dtype(
    [
        ("community_key", "u8"),
        ("key", "i8"),
        ("susceptibility", "f8"),
        ("tied", "f8"),  # hazard a day through ties, at mobility 1 of both ends
        ("mixed", "f8"),  # the same through chance meetings
        ("house", "i4"),  # first member of the household
        ("house_end", "i4"),
        ("first", "i4"),  # first resident of the community
        ("end", "i4"),
        ("community", "i4"),
    ]
)

#: State and clocks, one row a person. Times in days since the strike.
PERSON = np.dtype(
    [
        ("state", "i1"),
        ("quarantined", "i1"),
        ("isolated", "i1"),
        ("tries", "i4"),
        ("by", "i4"),
        ("infected_at", "f8"),
        ("phase", "f8"),  # when the present state ends
        ("attempt", "f8"),
        ("detect", "f8"),
        ("release", "f8"),
        ("arrive", "f8"),  # infection from outside, once it is near
        ("shown", "f8"),  # factor on the chance to be found
        ("left", "f8"),
        ("rate", "f8"),
        ("anchor", "f8"),
        ("out_left", "f8"),  # exposure from outside still to be used up, at out_at
        ("out_at", "f8"),  # cumulative pressure up to which it was counted
        ("out_factor", "f8"),
    ]
)

#: Numbers of the disease, one row.
TERMS = np.dtype(
    [
        ("shape", "i8"),  # of durations: 0 exponential, 1 lognormal, 2 constant
        ("latent", "f8"),
        ("latent_sigma", "f8"),
        ("before", "f8"),
        ("before_sigma", "f8"),
        ("ill", "f8"),
        ("ill_sigma", "f8"),
        ("asymptomatic", "f8"),
        ("asymptomatic_infectiousness", "f8"),
        ("household_hazard", "f8"),
        ("isolated_at_home", "f8"),
        ("found_ill", "f8"),
        ("found_well", "f8"),
        ("delay", "f8"),
        ("quarantine", "f8"),
        ("most_susceptible", "f8"),
    ]
)
