"""Counts and what may be said of them: intervals, baselines, cut-offs, suppression."""
