"""Core temperature of people of 60 and over at rest, by the hour: a linear model as scalar equations (P5).

Forbes et al. 2025: each minute rectal and mean skin temperature follow linearly from those of the minute before, the air
and the person. Sixty of those steps are one step of an hour, exactly: T' = A T + B d with A the sixtieth power of the
step and B the sum of its powers 0 to 59. The constants below are worked out from ``core_temperature.csv``; a test does it
again. Still air, light clothing, people seated in a climate chamber: 60 to 100 years, 0 to 60 degC.
"""

from __future__ import annotations

# What one hour leaves of core and skin temperature (A) and of what drives them each minute (B).
CORE_FROM_CORE = 0.6641997636181552
CORE_FROM_SKIN = 0.016418634832629054
SKIN_FROM_CORE = -0.045848124495775855
SKIN_FROM_SKIN = 0.015490747504266229
CORE_FROM_CORE_DRIVE = 49.43138495275989
CORE_FROM_SKIN_DRIVE = 0.8754278582729583
SKIN_FROM_CORE_DRIVE = -2.4445835992042757
SKIN_FROM_SKIN_DRIVE = 14.842763523020427
# What drives them [K per minute]: a constant, the person, the air.
CORE_CONSTANT_C = 0.1940960601032302
CORE_PER_FEMALE_C = 0.0005143946461227578
CORE_PER_YEAR_C = 3.8208648584116126e-05
CORE_PER_CM_C = -2.894175246652602e-05
CORE_PER_KG_C = 1.884452271184604e-05
CORE_PER_AIR_C = 0.00014839042653912174
CORE_PER_PERCENT_C = 5.1409594710430446e-05
SKIN_CONSTANT_C = 2.114430963934208
SKIN_PER_FEMALE_C = 0.007799831863953984
SKIN_PER_YEAR_C = 3.0845418250131666e-05
SKIN_PER_CM_C = -0.00011425775317691113
SKIN_PER_KG_C = -0.00018601777019092638
SKIN_PER_AIR_C = 0.013303110968785956
SKIN_PER_PERCENT_C = 0.0009852048353839583
FLAGGED_CORE_C = 38.5  # P5
ALARM_CORE_C = 39.0


def core_of_person_c(female: float, age_y: float, height_cm: float, mass_kg: float) -> float:
    """Return what the person adds to core temperature each minute [K]; once for a person, outside the loop.

    Parameters
    ----------
    female : float
        1 for women, 0 for men; a share between them for a group.
    age_y : float
        Age, 60 to 100 [y].
    height_cm : float
        Height, 130 to 230 [cm].
    mass_kg : float
        Mass, 40 to 140 [kg].
    """
    person = CORE_PER_FEMALE_C * female + CORE_PER_YEAR_C * age_y + CORE_PER_CM_C * height_cm + CORE_PER_KG_C * mass_kg
    return CORE_CONSTANT_C + person


def skin_of_person_c(female: float, age_y: float, height_cm: float, mass_kg: float) -> float:
    """Return what the person adds to skin temperature each minute [K]; arguments as for ``core_of_person_c``."""
    person = SKIN_PER_FEMALE_C * female + SKIN_PER_YEAR_C * age_y + SKIN_PER_CM_C * height_cm + SKIN_PER_KG_C * mass_kg
    return SKIN_CONSTANT_C + person


def core_drive_c(core_of_person_c: float, air_c: float, humidity_percent: float) -> float:
    """Return what person and air add to core temperature each minute [K].

    Parameters
    ----------
    core_of_person_c : float
        Of the person, by ``core_of_person_c`` [K].
    air_c : float
        Air temperature, 0 to 60 [degC].
    humidity_percent : float
        Relative humidity, 0 to 100 [per cent].
    """
    return core_of_person_c + CORE_PER_AIR_C * air_c + CORE_PER_PERCENT_C * humidity_percent


def skin_drive_c(skin_of_person_c: float, air_c: float, humidity_percent: float) -> float:
    """Return what person and air add to skin temperature each minute [K]; arguments as for ``core_drive_c``."""
    return skin_of_person_c + SKIN_PER_AIR_C * air_c + SKIN_PER_PERCENT_C * humidity_percent


def core_after_hour_c(core_c: float, skin_c: float, core_drive_c: float, skin_drive_c: float) -> float:
    """Rectal temperature after an hour of these conditions [degC].

    Parameters
    ----------
    core_c, skin_c : float
        Rectal and mean skin temperature when the hour began [degC].
    core_drive_c, skin_drive_c : float
        What drives them in the hour [K per minute].
    """
    kept = CORE_FROM_CORE * core_c + CORE_FROM_SKIN * skin_c
    return kept + (CORE_FROM_CORE_DRIVE * core_drive_c + CORE_FROM_SKIN_DRIVE * skin_drive_c)


def skin_after_hour_c(core_c: float, skin_c: float, core_drive_c: float, skin_drive_c: float) -> float:
    """Mean skin temperature after an hour of these conditions [degC]; arguments as for ``core_after_hour_c``."""
    kept = SKIN_FROM_CORE * core_c + SKIN_FROM_SKIN * skin_c
    return kept + (SKIN_FROM_CORE_DRIVE * core_drive_c + SKIN_FROM_SKIN_DRIVE * skin_drive_c)
