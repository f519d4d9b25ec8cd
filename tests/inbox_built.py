"""The fixture inbox of a coordinator's first morning, as a folder on the disk; and a clock that stands at that morning."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tables_built import STOK, write_xlsx

if TYPE_CHECKING:
    import pytest

DATA = Path(__file__).parent / "data"
FILES = ("letter.pdf", "news.html", "stock_FINAL_v7.xlsx", "whatsapp.txt")
# 10:15 in the zone of the camp, six minutes after the last message of the chat.
MORNING = datetime(2015, 8, 20, 7, 15, tzinfo=UTC)


def build_inbox(folder: Path) -> Path:
    folder.mkdir()
    for name in ("whatsapp.txt", "letter.pdf", "news.html"):
        shutil.copy(DATA / "inbox" / name, folder / name)
    write_xlsx(folder / "stock_FINAL_v7.xlsx", STOK, title="Stok")
    return folder


def stop_the_clock(monkeypatch: pytest.MonkeyPatch, now: datetime = MORNING) -> None:
    """Let every command of this process believe that it is ``now``: the page and the inbox are of one morning."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None):
            return now.astimezone(tz) if tz is not None else now.replace(tzinfo=None)

    for module in ("holdfast.workspace.moments", "holdfast.ledger.opening"):
        monkeypatch.setattr(f"{module}.datetime", Stopped)
