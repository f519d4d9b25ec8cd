"""What can a person type? The commands.

The commands: they read arguments, call one job each and print. No command holds a rule of its own; those live in the
rooms below.
"""

__all__ = ["run"]

from holdfast.cli.main import run
