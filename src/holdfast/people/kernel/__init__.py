"""Scalar equations that the hour loop compiles: plain numbers in, a plain number out."""
