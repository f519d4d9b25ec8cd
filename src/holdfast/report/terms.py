"""The words of the report for things that come from tables: lifelines, goods, kinds of claim."""

from __future__ import annotations

import csv
from collections.abc import Mapping  # noqa: TC003  part of the public record
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from holdfast.forecast import name_of, names
from holdfast.report.text import Part, Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifeline:
    """One row of ``lifelines.csv``: what a lifeline is called, what its failure is, what follows, which norms bear."""

    name: str
    label: Text
    fails: Text
    consequence: Text
    norms: tuple[str, ...]
    rank: int


@cache
def lifelines() -> Mapping[str, Lifeline]:
    """Return the lifelines of the table of failures in the words of the report, in table order."""
    text = files("holdfast.report").joinpath("lifelines.csv").read_text(encoding="utf-8")
    return {
        row["lifeline"]: Lifeline(
            name=row["lifeline"],
            label=say(name_of(row["lifeline"])),
            fails=say(row["fails"]),
            consequence=say(row["consequence"]),
            norms=tuple(row["norms"].split()),
            rank=int(row["rank"]),
        )
        for row in csv.DictReader(text.splitlines())
    }


def norms_of() -> dict[str, tuple[str, ...]]:
    """Return the norms that bear on each lifeline."""
    return {name: lifeline.norms for name, lifeline in lifelines().items()}


# Goods and services as messages and sites name them. A word that is not here is printed as it was stated.
GOODS: Mapping[str, Text] = {
    "everything": say("everything"),
    "diesel": say("diesel"),
    "fuel": say("fuel"),
    "petrol": say("petrol"),
    "kerosene": say("kerosene"),
    "lubricant": say("lubricant"),
    "food": say("food"),
    "flour": say("flour"),
    "bread": say("bread"),
    "rice": say("rice"),
    "water": say("water"),
    "ice": say("ice"),
    "chlorine": say("chlorine"),
    "medicine": say("medicine"),
    "medical equipment": say("medical equipment"),
    "vaccine": say("vaccines"),
    "oxygen": say("oxygen"),
    "food trucks": say("food trucks"),
    "diesel tank": say("diesel in the tank"),
    "diesel tanker": say("diesel tanker"),
    "diesel tankers": say("diesel tankers"),
    "petrol vehicle": say("petrol vehicle"),
    "treated water": say("treated water"),
    "treated water tank": say("treated water in the tank"),
    "septic tank": say("sewage in the septic tank"),
    "sewage systems": say("sewage systems"),
    "pumps": say("pumps"),
    "people": say("people"),
    "protection": say("protection"),
    "septic truck": say("septic trucks"),
    "septic trucks": say("septic trucks"),
    "sewage": say("sewage service"),
    "sewage tank": say("sewage tanks"),
    "electricity": say("electricity"),
    "generator": say("generators"),
    "spare parts": say("spare parts"),
    "supplies": say("supplies"),
    "hygiene items": say("hygiene items"),
    "shelter items": say("shelter items"),
    "construction materials": say("construction materials"),
    "desludging": say("septic service"),
    "cold_chain": say("cold stores"),
    "health": say("health care"),
}

# What a claim of each type says, before its amount, its day and its claimant.
CLAIM_TYPES: Mapping[str, Text] = {
    "stock": say("held in store"),
    "consumption": say("used"),
    "need": say("needed"),
    "delivery": say("let in"),
    "denial": say("refused at the gate"),
    "removal": say("taken away at the gate"),
    "outage": say("cut or stopped"),
    "capacity": say("at or beyond its limit"),
    "population": say("people at the site"),
    "casualty": say("persons harmed"),
    "temperature": say("temperature"),
    "commitment": say("promised"),
    "appeal": say("asked for"),
    "norm": say("held to be due"),
    "custody": say("custody handed over"),
    "agreement": say("agreed"),
    "service_state": say("state of the service"),
    "health": say("cases"),
}


# Lifelines that are goods: they run short, they do not fail.
SUPPLIES = frozenset({"fuel", "food"})
SUPPLY_WORDS: Mapping[str, Text] = {
    "working": say("said not to be short"),
    "partly": say("short"),
    "failed": say("run out"),
    "unknown": say("accounts differ"),
}
STATE_WORDS: Mapping[str, Text] = {
    "working": say("working"),
    "partly": say("under strain"),
    "failed": say("failed"),
    "unknown": say("accounts differ"),
}


def state_word(lifeline: str, state: str) -> Text:
    """Return the word for the state of a service, or of a supply."""
    return (SUPPLY_WORDS if lifeline in SUPPLIES else STATE_WORDS)[state]


@cache
def band_labels() -> Mapping[str, Text]:
    """Return what the fans are called, those that matter most first."""
    text = files("holdfast.report").joinpath("bands.csv").read_text(encoding="utf-8")
    return {row["path"]: say(row["label"]) for row in csv.DictReader(text.splitlines())}


def goods(word: str | None, *refs: str) -> Text | None:
    """Return a good or service in the words of the report, or as it was stated; None for nothing."""
    if not word:
        return None
    plain = word.strip().lower()
    if plain in names("goods"):
        return say(names("goods")[plain])
    known = GOODS.get(plain)
    return known if known is not None else say("{thing}", thing=Part(text=word, refs=refs, kind="name"))


SERVICE = "service:"  # begins the lifeline of a service that the site describes


def lifeline_label(name: str, event: str) -> Text:
    """Return the label of a lifeline as it stands inside a sentence; a stock is called by what it holds."""
    if name in lifelines():
        return lifelines()[name].label
    commodity = name.partition(":")[2] or event.removesuffix("_out")
    place = "services" if name.startswith(SERVICE) else "stores"
    label = goods(commodity.replace("_", " "), f"site:{place}.{commodity}")
    return say("supplies") if label is None else label


def runs_out(name: str) -> bool:
    """Return whether a lifeline is a stock that is used up, and no service that fails."""
    return name == "fuel" or not (name in lifelines() or name.startswith(SERVICE))


def lifeline_fails(name: str) -> Text:
    """Return what the failure of a lifeline is, as a sentence without its stop."""
    if name.startswith(SERVICE):
        return say("The service closes for want of something it needs")
    return lifelines()[name].fails if name in lifelines() else say("The usable stock is used up")


def lifeline_consequence(name: str) -> Text:
    """Return what follows from the failure of a lifeline."""
    if name.startswith(SERVICE):
        return say("Those who rely on it go without, or go elsewhere.")
    if name in lifelines():
        return lifelines()[name].consequence
    return say("What depends on it stops or changes to something else.")
