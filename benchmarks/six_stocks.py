"""W1: the six-stock camp on the engine's machinery, against the C yardstick and against other simulators."""

from __future__ import annotations

import tempfile
import warnings
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from benchmarks.measure import REPEATS, Row, Times, alternated, digest_of, judged, seconds, timed, unmeasured
from benchmarks.peers import PEERS, Peer
from benchmarks.reference6 import (
    HOURS,
    LANES,
    STOCKS,
    blocks_of,
    compiled,
    difference,
    factors_of,
    final_states,
    forcing_of,
    reference,
    start_of,
    trajectories,
)
from benchmarks.yardstick import Yardstick

TOLERANCE = 1e-9
CHECKED_STOCKS = f"all stocks, members and hours within {TOLERANCE:g} of the column maximum"
CHECKED = f"all columns and hours within {TOLERANCE:g} of the column maximum"
CHECKED_ENDS = f"all final states within {TOLERANCE:g} of the largest"


class Ours:
    """Our side, ready to be timed: arrays are made outside the clock, as the yardstick does."""

    def __init__(self, members: int, *, kept: bool = False) -> None:
        self.start, self.factors = blocks_of(start_of(members)), blocks_of(factors_of(members))
        self.state = self.start.copy()
        self.forcing = forcing_of(HOURS)
        shape = (self.start.shape[0], HOURS, len(STOCKS), LANES) if kept else (0, 0, 0, 0)
        self.kept = np.zeros(shape)

    def run(self) -> None:
        compiled()(self.state, self.factors, self.forcing, HOURS, self.kept)

    def reset(self) -> None:
        self.state[:] = self.start

    def seconds(self, repeats: int = 5) -> float:
        taken = []
        for _ in range(repeats):
            self.reset()
            taken.append(seconds(self.run))
        return min(taken)


def ends_differ(ours: np.ndarray, theirs: np.ndarray) -> float:
    return float((np.abs(ours - theirs).max(axis=1) / np.abs(theirs).max(axis=1)).max())


def truth_row() -> Row:
    ours = trajectories(1, HOURS + 1)
    worst = difference(ours[:, :, 0], reference())
    return judged(
        "W1",
        "largest difference to reference6.csv, every column and hour",
        worst,
        unit="of the column maximum",
        must="<= 1e-9",
        aim="<= 1e-12",
        passed=worst <= TOLERANCE,
        checked=CHECKED,
        digest=digest_of(ours),
    )


def yardstick_rows() -> list[Row]:
    names = {members: f"ours / Y (C), {members:,} members, one thread" for members in (1_000, 10_000)}
    with tempfile.TemporaryDirectory() as folder:
        try:
            yardstick = Yardstick(Path(folder))
        except FileNotFoundError as error:
            return [unmeasured("W1", name, str(error)) for name in names.values()]
        agrees = difference(yardstick.trajectory(), reference()) <= TOLERANCE
        rows = []
        for members, name in names.items():
            ours = Ours(members)
            ends = final_states(members)
            same = agrees and ends_differ(ends, yardstick.final_states(members)) <= TOLERANCE
            times = alternated({"ours": ours.seconds, "Y": partial(yardstick.seconds, members)})
            nanoseconds = [1e9 * times[side].shortest_s / (ours.state.shape[0] * LANES * HOURS) for side in times]
            rows.append(
                judged(
                    "W1",
                    name,
                    times["ours"].shortest_s / times["Y"].shortest_s,
                    must="<= 1.2",
                    aim="<= 1.2",
                    passed=same,
                    checked=f"Y against reference6.csv, and {CHECKED_ENDS}",
                    times=times,
                    digest=digest_of(ends),
                    note="ours {:.2f}, Y {:.2f} ns a member-hour; ".format(*nanoseconds) + f"Y: {yardstick.compiler}",
                )
            )
        return rows


def yardstick_rate() -> float:
    """Updated state rows a second of Y on one thread, 1,000 members; 0 without a compiler."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            yardstick = Yardstick(Path(folder))
        except FileNotFoundError:
            return 0.0
        shortest = min(yardstick.seconds(1_000) for _ in range(REPEATS))
    return 6 * 1_024 * HOURS / shortest


def peer_row(peer: Peer, ours: Times, *, stored: bool) -> Row:
    what = f"{peer.name} / ours, 1,000 members, {'six stocks kept every hour' if stored else 'final states'}"
    if peer.package and find_spec(peer.package) is None:
        return unmeasured("W1", what, f"{peer.package} is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        run = peer.make()
        theirs = run(peer.members)
        if peer.kept:
            right = difference(trajectories(peer.members, columns=len(STOCKS)), theirs) <= TOLERANCE
        else:
            right = ends_differ(final_states(peer.members), theirs) <= TOLERANCE
        taken = timed(lambda: run(peer.members))
    return judged(
        "W1",
        what,
        taken.shortest_s * 1_000 / peer.members / ours.shortest_s,
        must=peer.must,
        aim=peer.aim,
        passed=right,
        checked=CHECKED_STOCKS if peer.kept else CHECKED_ENDS,
        times={"peer": taken, "ours": ours},
        digest=digest_of(np.ascontiguousarray(theirs)),
        note=f"{peer.members:,} members run" + (", scaled to 1,000" if peer.members != 1_000 else ""),
    )


def single_row() -> Row:
    ours, plain = Ours(1), next(peer for peer in PEERS if peer.name == "plain Python").make()
    times = alternated({"ours": ours.seconds, "plain Python": lambda: seconds(lambda: plain(1))})
    return judged(
        "W1",
        "one member, ours / plain Python",
        times["ours"].shortest_s / times["plain Python"].shortest_s,
        must="<= 1.0",
        aim="<= 0.2",
        passed=ends_differ(final_states(1), plain(1)) <= TOLERANCE,
        checked=CHECKED_ENDS,
        times=times,
        note="a whole block of 64 lanes is computed for the one member",
    )


def rows() -> list[Row]:
    made = [truth_row(), *yardstick_rows()]
    ends, stored = Ours(1_000), Ours(1_000, kept=True)
    sides = {False: timed(ends.run, before=ends.reset), True: timed(stored.run, before=stored.reset)}
    made += [peer_row(peer, sides[peer.kept], stored=peer.kept) for peer in PEERS]
    return [*made, single_row()]
