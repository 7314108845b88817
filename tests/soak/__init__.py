"""Random faults that take minutes: `pytest -m soak`; a seeded sample of each runs with everything else."""
