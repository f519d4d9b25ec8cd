"""Exports that somebody changed: with an end that fits again, as one who knows the format would leave them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from holdfast.ledger import chain, hfl

Change = Callable[[list[dict[str, Any]]], None]


def rewritten(file: Path, change: Change, *, seal: bool = True) -> Path:
    """The file with some lines changed; with an end that fits again unless told otherwise."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    change(lines)
    target = file.with_name("changed.hfl")
    if not seal:
        target.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        return target
    with target.open("wb") as out:
        writer = hfl.Writer(out)
        for line in lines[:-1]:
            writer._line(line)
        writer.end()
    return target


def the(lines: list[dict[str, Any]], name: str, number: int = 0) -> dict[str, Any]:
    return [line[name] for line in lines if name in line][number]  # type: ignore[no-any-return]


def with_hash(entry: dict[str, Any], **fields: Any) -> None:
    """What somebody who knows the format and has no key can do."""
    payload = json.loads(entry["payload"])
    for name, value in fields.items():
        payload[name] = value
        if name in entry:
            entry[name] = value
    octets = chain.canonical(payload)
    entry["payload"] = octets.decode()
    entry["hash"] = chain.entry_hash(entry["previous_hash"], octets)
