"""Write docs/site-toml.md from the field table and the registry of checks (run with no argument)."""

from __future__ import annotations

import math
from itertools import groupby
from pathlib import Path

from holdfast.sites import TEMPLATES, FieldRow, all_checks, field_rows

HEAD = """# The site file

`site.toml` describes one site: who is there, what they live on, what is in store, what feeds what. Made from the field
table by `scripts/make_site_docs.py`.

```
holdfast new camp-x --template trailer-camp --name "Camp X"     # templates: TEMPLATES
holdfast check camp-x
```

## Values

Every value is a number, an interval or unknown, and every number has a source.

| you know | you write |
|---|---|
| the number | `quantity = 9000` |
| the number and who says so | `quantity = {value = 9000, source = "gauge"}` |
| it in another unit or in packages | `quantity = {value = 40, unit = "drum"}` with `drum = "200 L"` under `[packages]`, or `"9,000 L"` |
| its ends | `quantity = {low = 5000, high = 9000}` |
| a best guess and its ends | `quantity = {value = 8000, low = 5000, high = 9000}` |
| nothing | `quantity = "unknown"`, or leave the field out |

- A number without `unit` is in the unit of the field, which the table below gives and most names carry.
- The **source** of a value is the one it states, else the one of its asset, else the one of `[site]`. It is a key of
  `[sources]`, an id of the reference tables (`physics:leak`, `N001`), or a text that starts with `note:`. A number with
  none is refused.
- **Unknown** takes the prior of the table below, is marked as a default wherever it is used, and never stops a run.
  A prior written "of `capacity`" is a share of that other value, "per person" a share of the number of people; draws
  keep to it.
- **Distributions.** An interval without a best guess is uniform, with one it is triangular; `distribution` may name
  `uniform`, `triangular`, `loguniform`, `beta` (ends are bounds) or `normal`, `lognormal` (ends are the 5 and 95 per
  cent points: an assumption of this program, since sources seldom say). A normal or lognormal whose best guess is off
  the middle has a different spread on each side. Draws are cut at the limits of the field.
- Draws of different values are independent, but for fields marked "one rank for all" (the upkeep of a site's generators)
  or "one rank for all of a kind" (the build of its trailers, of its tents, ...).
- The conductance of a shelter is the **total** of its envelope, windows and air changes. Where draws contradict each
  other the guess gives way: an unknown total rises, or parts that are no known number shrink, until the envelope has at
  least a fifth of the total (an assumption). Shelters of model `rc1` use the total only.
- The sky is clear, worked out from coordinates and date, when the site has coordinates and states neither
  `sol_air_peak_k` nor `ghi_peak_w_m2`; otherwise it is a typical half sine of those peaks. `sky` decides it openly.
- An optional value that is left out switches its feature off: no `oil_l`, oil is not counted; no `rain_catchment_m2`,
  no rain runs in; no `rupture_level_m3`, the tank never tears.
- A content (store, tank, battery) never exceeds its container. A container left out beside a stated content is taken to
  hold one to three times that content.
- **Dip tables**: `dip = [{cm = 0, quantity = 0}, {cm = 180, quantity = 15000}]` on a store or tank turns centimetres on
  the stick into litres (m3 for a tank): linear between rows, one centimetre of error each way (an assumption), refused
  outside the table.
- The **path** of a value, used in results, is `<table>.<id>.<field>` or `<table>.<field>`.

Lists are tables with an `id`: `[[tanks]]`. A list inside an asset follows it: `[[services.inputs]]` after its
`[[services]]`, `[[gate.deliveries]]` after `[gate]`; its `id` is the commodity when left out, and its quantity may be in
any unit or package that fits the store. `[sources]` and `[packages]` hold texts. `[failures.<lifeline>]` overrides
`threshold` and `window_h` of the failure table for electricity, fuel, cooling, water, sewage, cold_chain, food,
vaccines or `"stock:<commodity>"`. When no `[[loads]]` stand in the file the order is clinic, water, sewage, cold chain,
kitchen, lighting, cooling.

"simulated" says what the engine takes. What it would have to ignore is refused by name before a run.

"""

CHECKS_HEAD = """## Checks

`holdfast check` prints each finding with the name of its check and what to mend; exit code 2 when there is an error.
A warning or a note may be silenced with a reason: `[checks]`, `silenced = {dip-table-missing = "no stick here"}`.

| check | severity | why |
|---|---|---|
"""


def page() -> str:
    """Return the page as Markdown."""
    parts = [HEAD.replace("TEMPLATES", ", ".join(TEMPLATES))]
    for asset, rows in groupby(field_rows(), key=lambda row: row.asset):
        listed = list(rows)
        brackets = "[[{}]]" if any(row.field == "id" for row in listed) and asset != "site" else "[{}]"
        parts.append(f"## `{brackets.format(asset)}`\n\n")
        parts.append("| field | unit | meaning | limits | when unknown | simulated |\n|---|---|---|---|---|---|\n")
        parts.extend(_line(row) for row in listed)
        parts.append("\n")
    parts.append(CHECKS_HEAD)
    parts.extend(f"| {check.name} | {check.severity} | {check.why} |\n" for check in all_checks())
    return "".join(parts)


def _line(row: FieldRow) -> str:
    name = f"`{row.field}`" + (f" when {row.applies_when.replace('=', ' is ')}" if row.applies_when else "")
    unit = row.unit.replace("@unit", "unit of the asset")
    cells = (name, unit, row.meaning, _limits(row), _prior(row), row.simulated)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _limits(row: FieldRow) -> str:
    if math.isinf(row.min) and math.isinf(row.max):
        return ""
    return f"{row.min:g} to {row.max:g}"


def _prior(row: FieldRow) -> str:
    if not row.is_value:
        return ""
    share = {"": "", "people": " per person"}.get(row.relative_to, f" of `{row.relative_to}`")
    figure = f"{row.prior_value:g}"
    if row.prior_distribution != "fixed":
        figure += f" ({row.prior_low:g} to {row.prior_high:g}, {row.prior_distribution})"
    origin = f"{row.status}, {row.prior_ref}" if row.prior_ref else row.status
    reason = f": {row.reason}" if row.reason else ""
    absent = "left out: not used. Unknown: " if row.form == "optional" else ""
    together = {"": "", "site": "; one rank for all", "kind": "; one rank for all of a kind"}[row.shared]
    return f"{absent}{figure}{share}; {origin}{reason}{together}"


if __name__ == "__main__":
    Path(__file__).resolve().parents[1].joinpath("docs", "site-toml.md").write_text(page(), encoding="utf-8")
