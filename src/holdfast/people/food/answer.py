"""A ration as it is printed: the answer as plain data, and the lines of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.people.food.basket import against_figure, verdict
from holdfast.people.grades import lowest
from holdfast.quantities import isolate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.people.food.cooking import Edible
    from holdfast.people.food.logistics import Tonnage
    from holdfast.people.food.planning import EnergyNeed
    from holdfast.people.food.records import Amount, NormCheck, Ration, Share

_NAME_WIDTH = 38
_SHOWN_FOOD = 36
OF = {"handed out": "is handed out", "edible": "can be eaten"}


def ration_answer(
    daily: Ration,
    need: EnergyNeed,
    *,
    load: Tonnage | None = None,
    eaten: Edible | None = None,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Return a ration held against the need, as data that JSON knows.

    Parameters
    ----------
    daily : Ration
        From :func:`holdfast.people.food.basket`.
    need : EnergyNeed
        From :func:`holdfast.people.energy_need`; its figure takes the place of 2,100 kcal among the checks.
    load : Tonnage or None
        For a number of people and days.
    eaten : Edible or None
        With the fuel and the water there are.
    notes : sequence of str
        How the ration was read.

    Returns
    -------
    dict
        Energies in kcal and masses in g per person-day, tonnage in t, room in m3 and m2; unknown bounds are ``None``.
    """
    energy = eaten.energy_kcal if eaten is not None else daily.energy_kcal
    gap = need.kcal - energy.value
    answer: dict[str, Any] = {
        "per": "person-day",
        "energy_kcal": _amount(daily.energy_kcal),
        "protein_g": _amount(daily.protein_g),
        "fat_g": _amount(daily.fat_g),
        "protein_share_percent": _share(daily.protein_share),
        "fat_share_percent": _share(daily.fat_share),
        "need": {
            "kcal": need.kcal,
            "dispatched_kcal": need.dispatched_kcal,
            "parts": [{"what": part.what, "kcal": part.kcal, "source": part.source} for part in need.parts],
            "of": "handed out" if eaten is None else "edible",
            "gap_kcal": max(0.0, gap),
            "met_percent": 100.0 * energy.value / need.kcal,
            "verdict": verdict(energy.low, energy.high, need.kcal, None),
            "below_by_planning_figures": gap > 0,
        },
        "items": [
            {
                "food": item.food,
                "grams": item.grams,
                "energy_kcal": _amount(item.energy_kcal),
                "protein_g": _amount(item.protein_g),
                "fat_g": _amount(item.fat_g),
                "eaten": item.eaten,
                "composition_sets": list(item.sets),
            }
            for item in daily.items
        ],
        "by_source": [
            {
                "set": one.set,
                "foods": one.foods,
                "energy_kcal": one.energy_kcal,
                "protein_g": one.protein_g,
                "fat_g": one.fat_g,
            }
            for one in daily.sets
        ],
        "checks": [_check(one) for one in (_planning_check(energy, need, eaten=eaten is not None), *daily.checks[1:])],
    }
    if eaten is not None:
        answer["edible"] = _edible(eaten)
    if load is not None:
        answer["tonnage"] = _tonnage(load)
    parts = [need, daily, *(one for one in (eaten, load) if one is not None)]
    answer["grade"] = str(lowest(one.grade for one in parts))
    answer["notes"] = list(dict.fromkeys([*notes, *(note for one in parts for note in one.notes)]))
    answer["sources"] = list(dict.fromkeys(source for one in parts for source in one.sources))
    return answer


def _planning_check(energy: Amount, need: EnergyNeed, *, eaten: bool) -> NormCheck:
    """Hold the same energy against the need as the line of the need does: what can be eaten, where that is asked for."""
    of = "energy that can be eaten, against" if eaten else "energy against"
    what = f"{of} the planning figure" + (", adjusted" if len(need.parts) > 1 else "")
    return against_figure(need.parts[0].source, what, energy, need.kcal, "kcal/person/day")


def _amount(amount: Amount) -> dict[str, Any]:
    return {"value": amount.value, "low": amount.low, "high": amount.high, "missing": list(amount.missing)}


def _share(share: Share) -> dict[str, Any]:
    return {"value": share.value_percent, "low": share.low_percent, "high": share.high_percent}


def _check(check: NormCheck) -> dict[str, Any]:
    return {
        "norm": check.norm_id,
        "what": check.what,
        "value": check.value,
        "low": check.low,
        "high": check.high,
        "norm_low": check.norm_low,
        "norm_high": check.norm_high,
        "unit": check.unit,
        "verdict": check.verdict,
    }


def _edible(eaten: Edible) -> dict[str, Any]:
    need = eaten.need
    return {
        "energy_kcal": _amount(eaten.energy_kcal),
        "cooked_fraction": {
            "value": eaten.cooked_fraction,
            "low": eaten.cooked_fraction_low,
            "high": eaten.cooked_fraction_high,
        },
        "limited_by": eaten.limited_by,
        "not_cooked": list(eaten.not_cooked),
        "fuel": need.fuel,
        "fuel_need_kg": {"value": need.fuel_kg, "low": need.fuel_low_kg, "high": need.fuel_high_kg},
        "water_need_l": {"value": need.water_l, "low": need.water_low_l, "high": need.water_high_l},
    }


def _tonnage(load: Tonnage) -> dict[str, Any]:
    room = load.storage
    return {
        "dispatched_t": load.dispatched_t,
        "eaten_kg": dict(load.eaten_kg),
        "dispatched_kg": dict(load.dispatched_kg),
        "trucks": load.trucks,
        "truck_t": load.truck_t,
        "volume_m3": {"low": room.volume_m3.low, "high": room.volume_m3.high},
        "floor_m2": {"low": room.floor_m2.low, "high": room.floor_m2.high},
        "volume_unknown": list(room.unknown),
    }


def ration_lines(answer: Mapping[str, Any]) -> list[str]:
    """Return the answer as lines of text, its class first if it carries one."""
    lines = [f"class {answer['class']}"] if "class" in answer else []
    lines.append(f"{'per person and day':<{_NAME_WIDTH}} {'g':>7} {'kcal':>7} {'protein g':>10} {'fat g':>7}  sources")
    for item in answer["items"]:
        figures = "".join(
            (
                f" {_least(item['energy_kcal'], 0):>7}",
                f" {_least(item['protein_g'], 1):>10}",
                f" {_least(item['fat_g'], 1):>7}",
            )
        )
        sets = ", ".join(dict.fromkeys(item["composition_sets"]))
        lines.append(f"  {_name(item['food'])} {item['grams']:>7,.4g}{figures}  {sets}")
    lines.append(f"energy   {_span(answer['energy_kcal'], 0, 'kcal')}")
    for name in ("protein", "fat"):
        share = _span(answer[f"{name}_share_percent"], 1, "% of the energy")
        lines.append(f"{name:<8} {_span(answer[f'{name}_g'], 1, 'g')}; {share}")
    lines += _need_lines(answer["need"])
    lines += [_check_line(check) for check in answer["checks"]]
    lines += _source_lines(answer["by_source"])
    if "edible" in answer:
        lines += _edible_lines(answer["edible"])
    if "tonnage" in answer:
        lines += _tonnage_lines(answer["tonnage"])
    lines.append(f"grade {answer['grade']}")
    lines += [f"note: {note}" for note in answer["notes"]]
    lines.append("sources: " + ", ".join(answer["sources"]))
    return lines


def _name(food: str) -> str:
    """Return a name as wide as its column; one in Arabic letters keeps its order and the figures their place."""
    shown = f"{food[:_SHOWN_FOOD]:<{_NAME_WIDTH - 2}}"
    return shown if food.isascii() else isolate(shown)


def _least(amount: Mapping[str, Any], decimals: int) -> str:
    """Return a figure of the table; a plus says that it is a least, a question mark that no source says."""
    if amount["missing"]:
        return "?"
    return f"{amount['value']:,.{decimals}f}" + ("+" if amount["high"] is None else "")


def _span(amount: Mapping[str, Any], decimals: int, unit: str) -> str:
    """Return a figure with its unit and its span; where the upper end is not known, the figure is a least."""
    value, low, high = (amount[name] for name in ("value", "low", "high"))
    if value is None:
        return f"unknown {unit}"
    if high is None:
        least = f"at least {low:,.{decimals}f} {unit}" if low is not None else ""
        return least or f"about {value:,.{decimals}f} {unit}, span unknown"
    ends = ["?" if end is None else f"{end:,.{decimals}f}" for end in (low, high)]
    shown = f"{value:,.{decimals}f}"
    span = "" if ends == [shown, shown] else f" ({ends[0]} to {ends[1]} by the sources)"
    return f"{shown} {unit}{span}"


def _source_lines(totals: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a line for each source that changes the sum; one that has no say in it has none."""
    lines: dict[str, str] = {}
    for one in totals:
        figures = f"{one['energy_kcal']:,.0f} kcal, protein {one['protein_g']:,.1f} g, fat {one['fat_g']:,.1f} g"
        lines.setdefault(figures, f"by {one['set']} where it has the food ({one['foods']}): {figures}")
    return list(lines.values()) if len(lines) > 1 else []


def _need_lines(need: Mapping[str, Any]) -> list[str]:
    parts = " + ".join(f"{part['kcal']:,.0f} {part['what']} ({part['source']})" for part in need["parts"])
    gap = need["gap_kcal"]
    told = f"{gap:,.0f} kcal short" if gap > 0 else "met"
    lines = [
        f"need     {need['kcal']:,.0f} kcal = {parts}",
        f"         {need['met_percent']:.0f} % of it {OF[need['of']]}: {told}",
    ]
    if need["verdict"] not in {"met", "below"}:
        lines.append("         between its bounds the need may be met or not")
    if need["dispatched_kcal"] > need["kcal"]:
        lines.append(f"         {need['dispatched_kcal']:,.0f} kcal to be sent, losses on the way included")
    return lines


def _check_line(check: Mapping[str, Any]) -> str:
    least, most = check["norm_low"], check["norm_high"]
    if least is not None and most is not None:
        norm = f"{least:g} to {most:g}"
    else:
        norm = f"{least:,g} or more" if least is not None else f"{most:,g} or less"
    value = "?" if check["value"] is None else f"{check['value']:,.1f}"
    return f"check    {check['what']}: {value} against {norm} {check['unit']} ({check['norm']}): {check['verdict']}"


def _edible_lines(edible: Mapping[str, Any]) -> list[str]:
    fuel, water, share = edible["fuel_need_kg"], edible["water_need_l"], edible["cooked_fraction"]
    limit = f"limited by {edible['limited_by']}"
    if edible["limited_by"] == "nothing":
        limit = "nothing limits it"
        if share["low"] < 1.0:
            limit = f"at the usual need; at the highest need {100 * share['low']:.0f} %"
    energy = edible["energy_kcal"]
    high = "more" if energy["high"] is None else f"{energy['high']:,.0f}"
    lines = [
        (
            f"edible   {energy['value']:,.0f} kcal ({energy['low']:,.0f} to {high}): {100 * share['value']:.0f} % of what needs "
            f"cooking can be cooked, {limit}"
        ),
        (
            f"         to cook all of it: {fuel['value']:.2g} kg of {edible['fuel']} ({fuel['low']:.2g} to {fuel['high']:.2g}), "
            f"{water['value']:.2g} L of water ({water['low']:.2g} to {water['high']:.2g})"
        ),
    ]
    if edible["not_cooked"]:
        lines.append(f"         stays raw in part: {', '.join(edible['not_cooked'])}")
    return lines


def _tonnage_lines(load: Mapping[str, Any]) -> list[str]:
    volume, floor = load["volume_m3"], load["floor_m2"]
    eaten = sum(load["eaten_kg"].values()) / 1000.0
    return [
        (
            f"to send  {load['dispatched_t']:,.1f} t ({eaten:,.1f} t to be eaten), {load['trucks']:,} trucks of "
            f"{load['truck_t']:g} t"
        ),
        f"to store {_round(volume)} m3, {_round(floor)} m2 of floor with room for access",
    ]


def _round(span: Mapping[str, float]) -> str:
    low, high = f"{span['low']:,.0f}", f"{span['high']:,.0f}"
    return low if low == high else f"{low} to {high}"
