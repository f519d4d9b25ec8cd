"""The line of a site file at which a table or a field stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

_HEADER = re.compile(r"\s*\[\[?\s*([\w.\"':-]+)\s*\]\]?\s*(?:#.*)?$")
_ID = re.compile(r"\s*(?:id|commodity)\s*=\s*[\"']([^\"']*)[\"']")


@dataclass(slots=True)
class _Block:
    header: str
    line: int
    position: int  # place among the blocks of this header, from 1
    names: set[str] = field(default_factory=set)
    rows: list[tuple[int, str]] = field(default_factory=list)


def line_of(text: str, asset: str, name: str) -> int | None:
    """Return the line of a field, else of its table, else None.

    Parameters
    ----------
    text : str
        The site file.
    asset : str
        Place as faults state it: ``water``, ``tanks.raw-1``, ``tanks[2]``, ``shelters.t.cooling``,
        ``gate.deliveries.diesel``.
    name : str
        Field; may be empty.

    Returns
    -------
    int or None
        Counted from 1. A table written inline has the line of its field. Tables found by their text only, so a file
        written in an unusual way may give None, never a wrong table.
    """
    block = _find(_blocks(text), asset)
    if block is None:
        return None
    wanted = re.compile(rf"\s*(?:\[\[?\s*)?[\"']?{re.escape(name)}[\"']?\s*=")
    if name:
        for number, row in block.rows:
            if wanted.match(row):
                return number
    return block.line or None


@lru_cache(maxsize=2)  # every fault of a file asks for the same text
def _blocks(text: str) -> tuple[_Block, ...]:
    blocks = [_Block("", 0, 1)]
    seen: dict[str, int] = {}
    for number, row in enumerate(text.split("\n"), start=1):
        header = _HEADER.match(row)
        if header:
            title = header.group(1)
            seen[title] = seen.get(title, 0) + 1
            blocks.append(_Block(title, number, seen[title]))
            continue
        blocks[-1].rows.append((number, row))
        named = _ID.match(row)
        if named:
            blocks[-1].names.add(named.group(1))
    return tuple(blocks)


def _find(blocks: tuple[_Block, ...], asset: str) -> _Block | None:
    numbered = re.fullmatch(r"(.+)\[(\d+)\]", asset)
    if numbered:
        header, position = numbered.group(1), int(numbered.group(2))
        return next((block for block in blocks if block.header == header and block.position == position), None)
    for place, block in enumerate(blocks):
        if block.header == asset:
            return block
        owner, _, rest = asset.removeprefix(block.header + ".").partition(".")
        if block.header and asset.startswith(block.header + ".") and owner in block.names:
            inner = f"{block.header}.{rest}"
            following = blocks[place + 1 : place + 2]
            return following[0] if rest and following and following[0].header == inner else block
    return None
