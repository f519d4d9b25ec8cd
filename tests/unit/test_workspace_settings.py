"""settings.toml: optional, strict, and never a place for a password."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.errors import HoldfastError
from holdfast.workspace import Settings, ledger_place, load_settings, open_workspace


def write(folder: Path, text: str) -> Path:
    (folder / "settings.toml").write_bytes(text.encode())
    return folder


def test_without_a_file_everything_is_as_usual(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings() == load_settings(write(tmp_path, "# nothing chosen\n"))


def test_what_is_chosen_is_read(tmp_path: Path) -> None:
    text = '\ufeff[ledger]\naddress = "postgresql://camp@db/relief?schema=camp_a"\n[accept]\nsources = ["meter readings"]\n'
    found = load_settings(write(tmp_path, text))
    assert found.ledger_address == "postgresql://camp@db/relief?schema=camp_a"
    assert found.accepted_sources == ("meter readings",)


@pytest.mark.parametrize(
    ("text", "code", "names"),
    [
        ('[ledgre]\naddress = "x"', "HF-W050", "[ledgre]"),
        ('[ledger]\nadress = "x"', "HF-W050", "adress"),
        ("colour = 3", "HF-W050", "colour"),
        ("[ledger", "HF-W051", "settings.toml"),
        ("[ledger]\naddress = 1", "HF-W052", "ledger.address"),
        ("ledger = 3", "HF-W052", "ledger"),
        ('[accept]\nsources = "all"', "HF-W052", "accept.sources"),
        ("[accept]\nsources = [1]", "HF-W052", "accept.sources"),
        ('[accept]\nsources = [" "]', "HF-W052", "accept.sources"),
        ('[ledger]\naddress = "mysql://x/y"', "HF-L030", "mysql"),
        ('[ledger]\naddress = "camp.db"', "HF-L030", "no address"),
    ],
)
def test_what_is_wrong_is_named_and_mended(tmp_path: Path, text: str, code: str, names: str) -> None:
    with pytest.raises(HoldfastError) as caught:
        load_settings(write(tmp_path, text))
    assert caught.value.code == code
    assert names in str(caught.value)


def test_bytes_that_are_no_text_and_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(HoldfastError, match="HF-W051"):
        load_settings(tmp_path)
    (tmp_path / "settings.toml").unlink()
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(HoldfastError, match="HF-W051"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://camp:hush-hush@db/relief",
        "postgresql://camp@db/relief?password=hush-hush",
        "postgresql://camp@db/relief?sslpassword=hush-hush",
        "postgresql://camp@db/relief?options=hush-hush",
        "postgresql://camp:hush-hush@[db/relief",
        "postgresql://camp:hush-hush@db:port/relief",
        "mysql://camp:hush-hush@db/relief",
    ],
)
def test_a_password_is_refused_and_not_repeated(tmp_path: Path, address: str) -> None:
    with pytest.raises(HoldfastError, match="HF-L030") as caught:
        load_settings(write(tmp_path, f'[ledger]\naddress = "{address}"'))
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("schema", ["Camp", "camp a", "1camp", "pg_camp", 'x"; DROP', "x" * 64, "camp-a"])
def test_a_schema_has_a_plain_name(tmp_path: Path, schema: str) -> None:
    from urllib.parse import quote

    with pytest.raises(HoldfastError, match="HF-L030"):
        load_settings(write(tmp_path, f"[ledger]\naddress = 'postgresql://db/relief?schema={quote(schema)}'"))


def test_an_address_without_a_database(tmp_path: Path) -> None:
    with pytest.raises(HoldfastError, match=r"HF-L030.*no database"):
        load_settings(write(tmp_path, '[ledger]\naddress = "postgresql://camp@db"'))


def test_the_ledger_lies_where_the_settings_say(tmp_path: Path) -> None:
    (tmp_path / "site.toml").touch()
    workspace = open_workspace(tmp_path)
    assert ledger_place(workspace) == tmp_path / "holdfast.db"
    write(tmp_path, '[ledger]\naddress = "postgresql://camp@db/relief"')
    assert ledger_place(workspace) == "postgresql://camp@db/relief"
    (tmp_path / "holdfast.db").touch()
    with pytest.raises(HoldfastError, match="HF-W053"):
        ledger_place(workspace)
