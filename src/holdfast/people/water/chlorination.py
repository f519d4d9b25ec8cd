"""How much chlorine product a tank of water takes, and how a stock solution is made."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from holdfast.people.figures import figures_of
from holdfast.people.grades import Grade, grade_of
from holdfast.people.inputs import number, one_of
from holdfast.reference import row

PRODUCTS: Final = "chlorine_products.csv"
_ROWS: Final = {
    "calcium hypochlorite 65%": "C298",
    "calcium hypochlorite 70%": "C299",
    "bleaching powder 34%": "C300",
    "stabilised tropical bleach 25%": "C301",
    "bleach 5%": "C302",
    "sodium hypochlorite 12.5%": "C303",
}
RESIDUAL: Final = "N038"
USUAL_DOSE: Final = "C305"
LARGEST_TANK_L: Final = 1e8
USUAL_MG_PER_L: Final = (2.0, 5.0)  # stated by the name of row C305
MG_PER_L_PER_CENT: Final = 10_000.0  # 1 per cent of chlorine is 10 g in a litre
ROUNDING: Final = 0.05  # share by which rounding what is measured may move the dose
TENTHS_FROM: Final = 1.0  # g or mL; tenths of less would move it by more
STOCK_BELOW: Final = 10.0  # g or mL; less is hard to measure in a camp
STOCK_PER_CENT: Final = 1.0
DILUTED_TO_MG_PER_L: Final = 500.0  # above it the stock solution would be more than a twentieth of the water


@dataclass(frozen=True, slots=True, kw_only=True)
class ChlorineDose:
    """Product for one tank.

    Attributes
    ----------
    product : str
        Row of ``chlorine_products.csv``.
    tank_l, mg_per_l : float
        Water [L] and chlorine wanted in it [mg/L].
    amount : float
        Product, unrounded [``unit``].
    unit : str
        ``"g"`` for powders, ``"mL"`` for liquids.
    amount_to_measure : float or None
        The same in whole grams or millilitres, half up, as printed tables round; in tenths where that would move the dose
        by more than 5 per cent; ``None`` where there is too little to measure.
    stock_ml : float or None
        Stock solution of 1 per cent that gives the same dose, of the same product [mL], where less than 10 g or 10 mL of
        the product are needed and the water is not itself to become a strong solution; otherwise ``None``.
    chlorine_g : float
        Chlorine in it [g].
    grade : Grade
    notes, sources : tuple of str
    """

    product: str
    tank_l: float
    mg_per_l: float
    amount: float
    unit: str
    amount_to_measure: float | None
    stock_ml: float | None
    chlorine_g: float
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def measured_mg_per_l(self) -> float | None:
        """The dose that the amount to measure gives [mg/L]; ``None`` where there is too little to measure."""
        return None if self.amount_to_measure is None else self.mg_per_l * self.amount_to_measure / self.amount

    def __str__(self) -> str:
        of = f"{self.unit} of {self.product}"
        dose = self.measured_mg_per_l
        if dose is None:
            said = f"{self.amount:.2g} {of} are too little to measure for {self.mg_per_l:g} mg/L in {self.tank_l:g} L"
        else:
            asked = "" if f"{dose:.3g}" == f"{self.mg_per_l:.3g}" else f" ({self.mg_per_l:.6g} asked for)"
            three_figures = f"{float(f'{dose:.3g}'):g}"
            said = f"{self.amount_to_measure:g} {of} in {self.tank_l:g} L give {three_figures} mg/L{asked}"
        if self.stock_ml is None:
            return said
        return (
            f"{said}; better: make a stock solution of {STOCK_PER_CENT:g} % (stock_solution) and add "
            f"{self.stock_ml:.2g} mL of it"
        )


def chlorine_products() -> tuple[str, ...]:
    """Return the names of the products :func:`chlorine_dose` knows, strongest powder first."""
    return tuple(figures_of(PRODUCTS))


def chlorine_dose(tank_l: float, mg_per_l: float, product: str = "calcium hypochlorite 65%") -> ChlorineDose:
    """Return how much of a chlorine product brings a tank to a dose.

    Parameters
    ----------
    tank_l : float
        Water in the tank [L], above 0, up to 1e8.
    mg_per_l : float
        Chlorine to be added [mg/L], above 0 and below the strength of the product.
    product : str
        One of :func:`chlorine_products`; its name states the chlorine it is sold with.

    Returns
    -------
    ChlorineDose

    Raises
    ------
    InputError
        HF-P027, for a tank or a dose that cannot be; HF-P025, for an unknown product.

    Notes
    -----
    ``volume * dose / (1000 * share of chlorine)``: grams of a powder by its mass share, millilitres of a liquid by grams
    in a millilitre. The dose is not the residual: water takes up chlorine of its own, which only a test shows. Rows
    C298 to C303, whose rounded tables it gives.
    """
    tank = number(
        tank_l,
        "tank_l",
        code="HF-P027",
        low=0.0,
        open_low=True,
        high=LARGEST_TANK_L,
        unit="L",
        mend="give litres (1 m3 = 1000 L, 1 US gallon = 3.785 L)",
    )
    found = figures_of(PRODUCTS)[one_of(product, chlorine_products(), "product", code="HF-P025")]
    dose = number(
        mg_per_l,
        "mg_per_l",
        code="HF-P027",
        low=0.0,
        open_low=True,
        high=found.value * 1e6,
        unit="mg/L",
        mend="give milligrams of chlorine in a litre, the same as ppm",
    )
    chlorine_g = tank * dose / 1000.0
    amount = chlorine_g / found.value
    diluted = amount < STOCK_BELOW and dose <= DILUTED_TO_MG_PER_L
    return ChlorineDose(
        product=product,
        tank_l=tank,
        mg_per_l=dose,
        amount=amount,
        unit=found.unit,
        amount_to_measure=_to_measure(amount),
        stock_ml=1000.0 * tank * dose / (STOCK_PER_CENT * MG_PER_L_PER_CENT) if diluted else None,
        chlorine_g=chlorine_g,
        grade=grade_of("norm_cutoff"),
        notes=_notes(dose),
        sources=tuple(name for name in (_ROWS.get(product), RESIDUAL, USUAL_DOSE, "C304") if name),
    )


def stock_solution(litres: float, per_cent: float, product: str = "calcium hypochlorite 70%") -> ChlorineDose:
    """Return how much product makes a stock solution of a strength.

    Parameters
    ----------
    litres : float
        Solution [L], above 0.
    per_cent : float
        Chlorine in it [%]; 1 per cent is 10 g in a litre. Below the strength of the product.
    product : str
        One of :func:`chlorine_products`.

    Returns
    -------
    ChlorineDose
        For a liquid product, its millilitres are part of the litres of solution.

    Raises
    ------
    InputError
        As :func:`chlorine_dose`.
    """
    strength = number(per_cent, "per_cent", code="HF-P027", low=0.0, open_low=True, high=100.0, unit="%")
    return chlorine_dose(litres, strength * MG_PER_L_PER_CENT, product)


def _notes(mg_per_l: float) -> tuple[str, ...]:
    residual = row(RESIDUAL)
    asked = f"{residual.low:g} to {residual.high:g} mg/L at the tap ({RESIDUAL})"
    low, high = USUAL_MG_PER_L
    said = [
        f"measure free residual chlorine half an hour later: {asked}; the dose that gives it depends on the water",
        "products lose strength in heat and damp: test an old one before it is trusted",
        "turbid water takes up chlorine and shields germs: let it settle or filter it first",
    ]
    if mg_per_l > high:
        said.append(
            f"above the {low:g} to {high:g} mg/L usual for drinking water ({USUAL_DOSE}): for cleaning, or a stock "
            "solution; not to be drunk"
        )
    return tuple(said)


def _to_measure(amount: float) -> float | None:
    """Return the roundest amount that is within 5 per cent, none below a gram or millilitre."""
    whole = math.floor(amount + 0.5)
    if whole >= 1 and abs(whole - amount) <= ROUNDING * amount:
        return whole
    return math.floor(10.0 * amount + 0.5) / 10.0 if amount >= TENTHS_FROM else None
