"""Holdfast: what is left, what fails next and when, for people under blockade and those who answer for them.

Importing this package does no work: every room is imported where it is used.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
