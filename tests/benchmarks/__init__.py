"""Every figure of the design, measured beside a peer in the same run: `python -m tests.benchmarks`."""
