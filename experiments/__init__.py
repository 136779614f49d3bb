"""Scripts that show how the ready scenario behaves; `python -m experiments.refresh` runs all."""
