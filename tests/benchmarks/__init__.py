"""How long things take, beside peers timed in the same run: `python -m tests.benchmarks`. No test asserts a time."""
