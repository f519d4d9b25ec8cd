"""The same camp in other simulators, each as its users write it.

Every peer takes the number of members and gives the stocks at the start of every hour, (hours, stocks, members), or their final states,
(stocks, members). Libraries are imported when a peer is asked for, so that a missing one costs only its own row.
"""

from __future__ import annotations

import math
import shutil
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from benchmarks.reference6 import DATA, HOURS, START, STOCKS, factors_of, forcing_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.reference6 import Floats

Hour = tuple[float, float, float, float]
Member = tuple[float, float, float]
State = tuple[float, ...]


class Peer(NamedTuple):
    """A peer: the package it needs, how many members it is given, whether it keeps trajectories, and the work."""

    name: str
    package: str
    members: int
    kept: bool
    make: Callable[[], Callable[[int], Floats]]
    must: str
    aim: str


def hours_of() -> list[Hour]:
    return [tuple(row) for row in forcing_of(HOURS).tolist()]


def members_of(members: int) -> list[Member]:
    return [tuple(column) for column in factors_of(members).T.tolist()]


def step(state: State, member: Member, hour: Hour) -> tuple[State, State]:
    """Return the next stocks and the flows of the hour: the equations as one plain function."""
    fuel, raw, treated, sewage, food, temp = state
    md, mg, me = member
    gate, available, outdoor, profile = hour
    delivery = mg * gate
    per_kwh = 0.30 * me
    d2, d4 = 30 * profile, min(8 * max(0.0, temp - 26), 120.0)
    left = available * min(250.0, fuel / per_kwh)
    s1 = min(45.0, left)
    left -= s1
    s2 = min(d2, left)
    left -= s2
    s3 = min(18.0, left)
    left -= s3
    s4 = min(d4, left)
    c, w, z = s1 / 45.0, s2 / d2, s3 / 18.0
    well = min(2.2 * w, 60 - raw)
    trucked = min(30 * delivery, 60 - raw - well)
    treatment = min(2.6 * w, raw, 60 - treated)
    use = min(2000 * 0.02 * md / 24 * profile * (1 + 0.02 * max(0.0, outdoor - 25)), treated)
    waste, pumped = 0.8 * use, min(1.5 * z, sewage)
    overflow = max(0.0, sewage + waste - pumped - 120)
    eaten = min(2000 * 2100 / 24 * (0.4 + 0.6 * min(1.0, food / (7 * 2000 * 2100))), food)
    spoiled = min(2e-4 * math.exp(0.0693 * (temp - 20)) * (1 - 0.6 * c) * food, food - eaten)
    after = (
        fuel + min(6000 * delivery, 40000 - fuel) - per_kwh * (s1 + s2 + s3 + s4),
        raw + well + trucked - treatment,
        treated + treatment - use,
        sewage + waste - pumped - overflow,
        food + 9.0e6 * delivery - eaten - spoiled,
        temp + 0.25 * (outdoor - temp) + 0.9 - 0.02 * s4,
    )
    return after, (s1, s2, s3, s4, use, overflow, eaten, spoiled)


def plain() -> Callable[[int], Floats]:
    """Plain Python: a loop over members and hours, final states."""

    def run(members: int) -> Floats:
        hours = hours_of()
        ends = []
        for member in members_of(members):
            state: State = START
            for hour in hours:
                state, _ = step(state, member, hour)
            ends.append(state)
        return np.array(ends).T

    return run


def over_members() -> Callable[[int], Floats]:
    """NumPy: a loop over hours, arrays over members, final states."""

    def run(members: int) -> Floats:
        md, mg, me = factors_of(members)
        fuel, raw, treated, sewage, food, temp = (np.full(members, start) for start in START)
        for gate, available, outdoor, profile in hours_of():
            delivery, per_kwh = mg * gate, 0.30 * me
            d2 = 30 * profile
            left = available * np.minimum(250.0, fuel / per_kwh)
            s1 = np.minimum(45.0, left)
            left -= s1
            s2 = np.minimum(d2, left)
            left -= s2
            s3 = np.minimum(18.0, left)
            left -= s3
            s4 = np.minimum(np.minimum(8 * np.maximum(0.0, temp - 26), 120.0), left)
            c, w, z = s1 / 45.0, s2 / d2, s3 / 18.0
            well = np.minimum(2.2 * w, 60 - raw)
            trucked = np.minimum(30 * delivery, 60 - raw - well)
            treatment = np.minimum(np.minimum(2.6 * w, raw), 60 - treated)
            use = np.minimum(2000 * 0.02 * md / 24 * profile * (1 + 0.02 * max(0.0, outdoor - 25)), treated)
            waste, pumped = 0.8 * use, np.minimum(1.5 * z, sewage)
            overflow = np.maximum(0.0, sewage + waste - pumped - 120)
            eaten = np.minimum(2000 * 2100 / 24 * (0.4 + 0.6 * np.minimum(1.0, food / (7 * 2000 * 2100))), food)
            spoiled = np.minimum(2e-4 * np.exp(0.0693 * (temp - 20)) * (1 - 0.6 * c) * food, food - eaten)
            fuel += np.minimum(6000 * delivery, 40000 - fuel) - per_kwh * (s1 + s2 + s3 + s4)
            raw += well + trucked - treatment
            treated += treatment - use
            sewage += waste - pumped - overflow
            food += 9.0e6 * delivery - eaten - spoiled
            temp += 0.25 * (outdoor - temp) + 0.9 - 0.02 * s4
        return np.array([fuel, raw, treated, sewage, food, temp])

    return run


def simpy_process() -> Callable[[int], Floats]:
    """SimPy: one process a member, a timeout an hour, stocks kept every hour."""
    simpy: Any = import_module("simpy")

    def camp(env: Any, member: Member, hours: list[Hour], kept: list[State]) -> Iterable[Any]:
        state: State = START
        while True:
            kept.append(state)
            state, _ = step(state, member, hours[int(env.now)])
            yield env.timeout(1)

    def run(members: int) -> Floats:
        hours, runs = hours_of(), []
        for member in members_of(members):
            env = simpy.Environment()
            kept: list[State] = []
            env.process(camp(env, member, hours, kept))
            env.run(until=HOURS)
            runs.append(kept)
        return np.array(runs).transpose(1, 2, 0)

    return run


def mesa_agents() -> Callable[[int], Floats]:
    """Mesa at its quickest: one model, one agent a member, final states."""
    mesa: Any = import_module("mesa")

    class Camp(mesa.Agent):  # type: ignore[misc]
        def __init__(self, model: Any, member: Member) -> None:
            super().__init__(model)
            self.member = member
            self.state: State = START

        def step(self) -> None:
            self.state, _ = step(self.state, self.member, self.model.hour)

    class World(mesa.Model):  # type: ignore[misc]
        def __init__(self, members: int) -> None:
            super().__init__(seed=1)
            self.forcing = iter(hours_of())
            self.hour: Hour = (0.0, 0.0, 0.0, 0.0)
            for member in members_of(members):
                Camp(self, member)

        def step(self) -> None:
            self.hour = next(self.forcing)
            self.agents.do("step")

    def run(members: int) -> Floats:
        world = World(members)
        for _ in range(HOURS):
            world.step()
        return np.array([agent.state for agent in world.agents]).T

    return run


def mesa_collector() -> Callable[[int], Floats]:
    """Mesa as its tutorials do: a model a member with a DataCollector, stocks kept every hour."""
    mesa: Any = import_module("mesa")

    class World(mesa.Model):  # type: ignore[misc]
        def __init__(self, member: Member, hours: list[Hour]) -> None:
            super().__init__(seed=1)
            self.member, self.forcing = member, iter(hours)
            self.state: State = START
            reporters = {name: lambda model, k=k: model.state[k] for k, name in enumerate(STOCKS)}
            self.datacollector = mesa.DataCollector(model_reporters=reporters)

        def step(self) -> None:
            self.datacollector.collect(self)
            self.state, _ = step(self.state, self.member, next(self.forcing))

    def run(members: int) -> Floats:
        hours, runs = hours_of(), []
        for member in members_of(members):
            world = World(member, hours)
            for _ in range(HOURS):
                world.step()
            runs.append(world.datacollector.get_model_vars_dataframe().to_numpy())
        return np.array(runs).transpose(1, 2, 0)

    return run


def pandas_rows() -> Callable[[int], Floats]:
    """pandas: a frame of hours, a loop over its rows, stocks kept every hour."""
    pandas: Any = import_module("pandas")

    def run(members: int) -> Floats:
        frame = pandas.DataFrame(forcing_of(HOURS), columns=["gate", "available", "outdoor", "profile"])
        runs = []
        for member in members_of(members):
            state: State = START
            lines = []
            for _, row in frame.iterrows():
                lines.append(state)
                state, _ = step(state, member, (row["gate"], row["available"], row["outdoor"], row["profile"]))
            runs.append(pandas.DataFrame(lines, columns=STOCKS).to_numpy())
        return np.array(runs).transpose(1, 2, 0)

    return run


def pysd_model() -> Callable[[int], Floats]:
    """PySD: the Vensim model of the same equations, one run a member with its factors, stocks kept every hour."""
    pysd: Any = import_module("pysd")
    with tempfile.TemporaryDirectory() as folder:
        model_file = Path(shutil.copy(DATA / "reference6.mdl", folder))
        model = pysd.read_vensim(str(model_file))
    names = list(STOCKS)

    def run(members: int) -> Floats:
        runs = []
        for md, mg, me in members_of(members):
            frame = model.run(params={"md": md, "mg": mg, "me": me}, return_columns=names)
            runs.append(frame[names].to_numpy()[:HOURS])
        return np.array(runs).transpose(1, 2, 0)

    return run


PEERS = (
    Peer("PySD, one run a member", "pysd", 20, True, pysd_model, ">= 3000", ">= 8000"),
    Peer("SimPy, one process", "simpy", 300, True, simpy_process, ">= 300", ">= 800"),
    Peer("Mesa, an agent a member", "mesa", 300, False, mesa_agents, ">= 300", ">= 800"),
    Peer("Mesa, a model a member with DataCollector", "mesa", 50, True, mesa_collector, "", ""),
    Peer("pandas, loop over rows", "pandas", 30, True, pandas_rows, ">= 2000", ">= 5000"),
    Peer("plain Python", "", 300, False, plain, "", ""),
    Peer("NumPy over members", "numpy", 1000, False, over_members, ">= 5", ">= 12"),
)
