"""Benchmarks: figures as ratios to a floor measured in the same run, since machines are noisy."""
