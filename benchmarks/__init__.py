"""Speed and determinism of the engine, as ratios within one run: `python -m benchmarks` writes docs/benchmarks.md."""
