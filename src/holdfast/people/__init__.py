"""What people need, and what lack does to them.

So far: sweat at rest and the drinking water it asks for, as scalar equations that the hour loop compiles. Not here
yet: water deficit, temperature dose, core temperature of the frail, food energy, patients, and the grades that say
which of these may be printed.
"""

from holdfast.people.need import drinking_need_l_per_h, resting_sweat_l_per_h

__all__ = ["drinking_need_l_per_h", "resting_sweat_l_per_h"]
