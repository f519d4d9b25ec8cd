"""Tabulate ISO 7933 (predicted heat strain) for the hour loop, through pythermalcomfort.

Run once and package the result: the program itself needs no pythermalcomfort.

    python scripts/make_phs_table.py [--check]

The table holds the loss and the rectal temperature after eight hours, for air as warm as the walls (shade), on a grid of
air temperature and vapour pressure that reaches beyond the limits of the standard; what lies beyond is flagged, and the
points beyond saturation serve only the interpolation beside it.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import warnings
from importlib.metadata import version
from itertools import product
from pathlib import Path

import numpy as np

from holdfast.people.heat.phs_table import (
    ACTIVITIES,
    AIR_SPEED_M_PER_S,
    CLOTHINGS_CLO,
    FIRST_TEMP_C,
    FIRST_VAPOUR_KPA,
    TEMP_STEP_K,
    TEMPS,
    VAPOUR_STEP_KPA,
    VAPOURS,
    outside_standard,
)

TARGET = Path(__file__).resolve().parents[1] / "src" / "holdfast" / "people" / "phs_table.csv"
W_PER_M2_PER_MET = 58.15
MINUTES = 480
EDITIONS = ("2023", "2004")


def saturation_kpa(edition: str, temps_c: np.ndarray) -> np.ndarray:
    """Saturation pressure as pythermalcomfort takes it in each edition, so that a vapour pressure comes through whole."""
    if edition == "2023":
        return 0.6105 * np.exp(17.27 * temps_c / (temps_c + 237.3))
    from pythermalcomfort.psychrometrics import p_sat  # noqa: PLC0415

    return np.asarray(p_sat(temps_c)) / 1000.0


def block(edition: str, activity: str, clo: float, *, acclimatised: bool) -> dict[str, np.ndarray]:
    """Run one block of the table; arrays of vapour pressure by temperature."""
    from pythermalcomfort.models import phs  # noqa: PLC0415

    temps = FIRST_TEMP_C + TEMP_STEP_K * np.arange(TEMPS)
    vapours = FIRST_VAPOUR_KPA + VAPOUR_STEP_KPA * np.arange(VAPOURS)
    vapour, temp = np.meshgrid(vapours, temps, indexing="ij")
    made, posture = ACTIVITIES[activity]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = phs(
            tdb=temp.ravel(),
            tr=temp.ravel(),
            v=AIR_SPEED_M_PER_S,
            rh=(100.0 * vapour / saturation_kpa(edition, temp)).ravel(),
            met=made / W_PER_M2_PER_MET,
            clo=clo,
            posture=posture,
            model=f"7933-{edition}",
            acclimatized=100 if acclimatised else 0,
            duration=MINUTES,
            limit_inputs=False,
            round_output=False,
        )
    return {
        "sweat_g": np.asarray(result.sweat_loss_g).reshape(vapour.shape),
        "core_c": np.asarray(result.t_re).reshape(vapour.shape),
    }


def made() -> str:
    """Return the whole table as text."""
    out = io.StringIO()
    out.write(f"# ISO 7933, editions 2023 and 2004, by pythermalcomfort {version('pythermalcomfort')} (MIT),\n")
    out.write(f"# limit_inputs=False. Eight hours, air as warm as walls, air {AIR_SPEED_M_PER_S} m/s, 75 kg, 1.80 m.\n")
    out.write("# sweat_g: loss in eight hours [g]; core_c: rectal temperature after them [degC]. Columns t: degC.\n")
    out.write("# outside: what of the row is beyond the limits of its edition; columns above 50 degC always are.\n")
    writer = csv.writer(out, lineterminator="\n")
    temps = [f"t{FIRST_TEMP_C + TEMP_STEP_K * n:g}" for n in range(TEMPS)]
    writer.writerow(["edition", "activity", "clo", "acclimatised", "quantity", "vapour_kpa", "outside", *temps])
    for edition, activity, clo, acclimatised in product(EDITIONS, ACTIVITIES, CLOTHINGS_CLO, (True, False)):
        for quantity, values in block(edition, activity, clo, acclimatised=acclimatised).items():
            for n in range(VAPOURS):
                vapour = FIRST_VAPOUR_KPA + VAPOUR_STEP_KPA * n
                outside = outside_standard(edition, 30.0, vapour, ACTIVITIES[activity][0])
                places = 0 if quantity == "sweat_g" else 2
                cells = [f"{value:.{places}f}" for value in values[n]]
                known = "yes" if acclimatised else "no"
                writer.writerow([edition, activity, clo, known, quantity, f"{vapour:g}", " ".join(outside), *cells])
    return out.getvalue()


def main() -> int:
    """Write the table, or tell whether the packaged one is what would be written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the packaged table and write nothing")
    text = made()
    if parser.parse_args().check:
        same = TARGET.read_text(encoding="utf-8") == text
        print("the packaged table is up to date" if same else "the packaged table differs")
        return 0 if same else 1
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.name}: {len(text) / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
