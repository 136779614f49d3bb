"""``python -m resilience_sim``: the command line."""

from resilience_sim.cli import main

main()
