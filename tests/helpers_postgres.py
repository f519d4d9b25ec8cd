"""A real PostgreSQL server for the tests of the ledger: started once, in a temporary folder, by a user that is not root."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


def fast() -> str | None:
    """Return a place in memory, where there is one with room: each commit waits for the disk, most of a test's time."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 1 << 30 else None


@dataclass(frozen=True)
class Server:
    """Where it listens, and how it is told things."""

    folder: Path
    programs: Path

    @property
    def options(self) -> str:
        return f"-k {self.folder} -c listen_addresses= -c max_connections=60"

    def address(self, schema: str | None = None, user: str = "holdfast", database: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}&schema={schema or 'camp_' + uuid.uuid4().hex[:12]}"

    def sql(self, text: str, *, user: str = "holdfast") -> str:
        """Ask as `psql` does, past everything the program guards."""
        command = [self.programs / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", user, "postgres"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def control(self, *arguments: str) -> None:
        _as_someone([str(self.programs / "pg_ctl"), "-D", str(self.folder / "data"), "-w", *arguments])


def programs() -> Path | None:
    """Return the folder of the server's programs, the newest there is."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    told = shutil.which("pg_config")
    if told:
        done = subprocess.run([told, "--bindir"], capture_output=True, text=True, check=False)
        found.append(Path(done.stdout.strip()))
    beside = shutil.which("postgres")
    if beside:
        found.append(Path(beside).resolve().parent)
    whole = [path for path in found if (path / "initdb").is_file() and (path / "postgres").is_file()]
    return max(whole, key=lambda path: [int(part) for part in path.parts if part.isdigit()], default=None)


def _as_someone(command: list[str]) -> None:
    # The server refuses to run as root; its package has made a user for it.
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    # Its output must not be a pipe of ours: the server would keep it open.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL, check=False, cwd="/")
        said.seek(0)
        assert done.returncode == 0, said.read()


@contextmanager
def running_server() -> Iterator[Server]:
    """Make, start and at the end stop a server that listens on a socket in its own folder only."""
    bin_ = programs()
    assert bin_ is not None
    folder = Path(tempfile.mkdtemp(prefix="holdfast-pg-", dir=fast()))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    server = Server(folder, bin_)
    # Texts sort by the rules of a language where the server can (from 15 on), as on many a real one: nothing may lean on it.
    told = subprocess.run([bin_ / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    version = int(re.findall(r"\d+", told)[0])
    sorting = ["--locale-provider=icu", "--icu-locale=en-US"] if version >= 15 else []
    _as_someone(
        [str(bin_ / "initdb"), "-D", str(folder / "data"), "-U", "holdfast", "-A", "trust", "-E", "UTF8",
         "--locale=C.UTF-8", *sorting, "--no-sync"]
    )  # fmt: skip
    try:
        server.control("-o", server.options, "-l", str(folder / "log"), "start")
        yield server
    finally:
        try:
            server.control("-m", "immediate", "stop")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
