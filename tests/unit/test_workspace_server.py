"""A workspace whose ledger lives in a server does the same jobs as one with a file, and has no file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers_postgres import Server
from holdfast.cli import main
from holdfast.sites import write_template


def test_log_status_verify_and_list_through_the_command_line(
    fast_path: Path, postgres: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    camp = fast_path / "camp"
    write_template("trailer-camp", camp, "Camp")
    (camp / "settings.toml").write_text(f'[ledger]\naddress = "{postgres.address()}"\n')

    def run(*words: str) -> str:
        with pytest.raises(SystemExit) as caught:
            main.run(list(words))
        out, err = capsys.readouterr()
        assert caught.value.code == 0, err
        return out

    run("log", str(camp), "diesel-main", "4000", "L", "--by", "log keeper")
    assert "4,000" in run("status", str(camp))
    assert "2 entries" in run("ledger", "verify", str(camp))
    found = json.loads(run("ledger", "list", str(camp), "--json"))
    assert len(found["claims"]) == 1
    assert found["claims"][0]["id"] in run("ledger", "list", str(camp / "site.toml"))
    assert not (camp / "holdfast.db").exists()
