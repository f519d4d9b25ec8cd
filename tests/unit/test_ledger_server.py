"""A ledger in a PostgreSQL server: where it may lie, what is refused, and in which words."""

from __future__ import annotations

import builtins
import socket
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect

from helpers_ledger import FilePlace, Place, ServerPlace, diesel
from helpers_postgres import Server
from holdfast.errors import LedgerError
from holdfast.ledger import Ledger, append_claim, claims, open_ledger, queue, store_document, verify


@pytest.fixture
def place(fast_path: Path, postgres: Server) -> ServerPlace:
    return ServerPlace(fast_path, postgres)


def test_the_address_shown_opens_it_again_and_home_holds_the_inbox(place: ServerPlace) -> None:
    ledger = place.new()
    assert ledger.path is None
    assert (ledger.home, ledger.inbox) == (place.folder, place.folder / "inbox")
    digest = store_document(ledger, b"x", name="x.txt")
    assert (place.folder / "inbox" / digest).read_bytes() == b"x"
    again = open_ledger(ledger.where, home=place.folder)
    assert (again.where, again.device, again.zone) == (ledger.where, "dev-a", "Asia/Baghdad")
    assert verify(again) == ()


def test_a_server_needs_a_folder_for_inbox_and_keys(place: ServerPlace) -> None:
    with pytest.raises(LedgerError, match=r"HF-L030.*inbox"):
        open_ledger(str(place.where), create=True)


def test_two_ledgers_in_one_database_do_not_see_each_other(place: ServerPlace, postgres: Server) -> None:
    other = ServerPlace(place.folder, postgres)
    append_claim(place.new(), diesel(), claimant="c")
    assert queue(other.new()) == ()
    assert verify(other.open()) == verify(place.open()) == ()


def test_the_schema_is_holdfast_where_none_is_named(fast_path: Path, postgres: Server) -> None:
    address = postgres.address("x").removesuffix("&schema=x")
    ledger = open_ledger(address, create=True, home=fast_path, site="camp")
    assert ledger.where.endswith("schema=holdfast")
    assert postgres.sql("SELECT count(*) FROM holdfast.entries") == "1"
    postgres.sql("DROP SCHEMA holdfast CASCADE")


def test_reading_makes_nothing(place: ServerPlace, postgres: Server) -> None:
    with pytest.raises(LedgerError, match="HF-L001"):
        place.open()
    assert postgres.sql(f"SELECT count(*) FROM pg_namespace WHERE nspname = '{place.schema}'") == "0"


def test_a_schema_someone_made_before_is_filled(place: ServerPlace, postgres: Server) -> None:
    postgres.sql(f"CREATE SCHEMA {place.schema}")
    with pytest.raises(LedgerError, match="HF-L001"):
        place.open()
    assert verify(place.new()) == ()


@pytest.mark.parametrize(
    "made",
    [
        "CREATE TABLE entries (x int)",
        "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('3f2a9c')",
        "CREATE TABLE alembic_version (version_num text)",
        "CREATE VIEW mine AS SELECT 1",
    ],
)
def test_the_schema_of_another_program_is_refused_and_left_alone(
    place: ServerPlace, postgres: Server, made: str
) -> None:
    postgres.sql(f"CREATE SCHEMA {place.schema}; SET search_path = {place.schema}; {made}")
    for create in (False, True):
        with pytest.raises(LedgerError, match="HF-L002"):
            place.open(create=create)
    assert postgres.sql(f"SELECT count(*) FROM pg_class WHERE relnamespace = '{place.schema}'::regnamespace") == "1"


@pytest.mark.parametrize(("mark", "code"), [("format_3", "HF-L003"), ("format_1", "HF-L002"), ("format_x", "HF-L002")])
def test_another_format_is_refused(place: ServerPlace, mark: str, code: str) -> None:
    place.new()
    place.execute(f"UPDATE alembic_version SET version_num = '{mark}'")
    for create in (False, True):
        with pytest.raises(LedgerError, match=code):
            place.open(create=create)


def test_no_server_there(fast_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for address in (f"postgresql://camp@127.0.0.1:{port}/relief", f"postgresql://camp@/relief?host={fast_path}"):
        with pytest.raises(LedgerError, match="HF-L031") as caught:
            open_ledger(address, home=fast_path, create=True)
        assert "look with" in caught.value.mend


@pytest.mark.parametrize(("user", "database"), [("nobody", "postgres"), ("holdfast", "nowhere")])
def test_a_user_or_a_database_the_server_does_not_know(
    fast_path: Path, postgres: Server, user: str, database: str
) -> None:
    with pytest.raises(LedgerError, match=rf"HF-L032.*{user if database == 'postgres' else database}"):
        open_ledger(postgres.address(user=user, database=database), home=fast_path)


def test_a_wrong_password_is_refused_and_not_shown(
    fast_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = postgres.folder / "data" / "pg_hba.conf"
    before = rules.read_text()
    postgres.sql("CREATE ROLE guarded LOGIN PASSWORD 'open-sesame'; GRANT CREATE ON DATABASE postgres TO guarded")
    address = postgres.address(user="guarded")
    try:
        rules.write_text("local all guarded scram-sha-256\n" + before)
        postgres.control("reload")
        for password in (None, "hush-hush"):
            if password:
                monkeypatch.setenv("PGPASSWORD", password)
            with pytest.raises(LedgerError, match="HF-L032") as caught:
                open_ledger(address, home=fast_path, create=True)
            assert "hush" not in str(caught.value) + repr(caught.value.__cause__)
        monkeypatch.delenv("PGPASSWORD")
        passwords = fast_path / "pgpass"
        passwords.write_text("*:*:*:guarded:open-sesame\n")
        passwords.chmod(0o600)
        monkeypatch.setenv("PGPASSFILE", str(passwords))
        ledger = open_ledger(address, home=fast_path, create=True)
        assert verify(ledger) == ()
        assert "sesame" not in ledger.where + repr(ledger)
    finally:
        rules.write_text(before)
        postgres.control("reload")


def test_without_the_driver_the_extra_is_named(fast_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "psycopg":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(LedgerError, match=r"HF-L033.*holdfast\[postgres\]"):
        open_ledger("postgresql://camp@db/relief", home=fast_path)


def test_a_reader_without_the_right_to_write(place: ServerPlace, postgres: Server, fast_path: Path) -> None:
    first = append_claim(place.new(), diesel(), claimant="c", review="accepted", reviewer="r")
    postgres.sql(
        f"CREATE ROLE reader_{place.schema} LOGIN; GRANT USAGE ON SCHEMA {place.schema} TO reader_{place.schema};"
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {place.schema} TO reader_{place.schema}"
    )
    address = postgres.address(place.schema, user=f"reader_{place.schema}")
    reader = open_ledger(address, home=fast_path)
    assert claims(reader) == (first,)
    assert verify(reader) == ()
    with pytest.raises(LedgerError, match=r"HF-L005.*permission denied"):
        append_claim(reader, diesel(), claimant="c")
    with pytest.raises(LedgerError, match=r"HF-L005.*permission denied"):
        open_ledger(postgres.address(user=f"reader_{place.schema}"), home=fast_path, create=True)


def test_a_writer_without_more_rights_than_needed(place: ServerPlace, postgres: Server, fast_path: Path) -> None:
    """Rights to read and add only: the guards hold whoever writes, and nothing more is asked."""
    place.new()
    role = f"writer_{place.schema}"
    postgres.sql(
        f"CREATE ROLE {role} LOGIN; GRANT USAGE ON SCHEMA {place.schema} TO {role};"
        f"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA {place.schema} TO {role};"
        f"GRANT UPDATE ON {place.schema}.entries_counter TO {role}"
    )
    writer = open_ledger(postgres.address(place.schema, user=role), home=fast_path, device="dev-w")
    assert append_claim(writer, diesel(), claimant="c").sequence == 1
    assert verify(writer) == ()


def test_a_read_only_server(place: ServerPlace, postgres: Server) -> None:
    ledger = place.new()
    try:
        postgres.sql("ALTER ROLE holdfast SET default_transaction_read_only = on")
        with pytest.raises(LedgerError, match=r"HF-L005.*read-only"):
            append_claim(ledger, diesel(), claimant="c")
        assert verify(place.open()) == ()  # a check writes nothing that stays
    finally:
        postgres.sql("SET default_transaction_read_only = off; ALTER ROLE holdfast RESET default_transaction_read_only")
    assert append_claim(ledger, diesel(), claimant="c").sequence == 1


def test_a_commit_waits_for_the_disk_whatever_the_server_is_set_to(place: ServerPlace, postgres: Server) -> None:
    ledger = place.new()
    try:
        postgres.sql("ALTER ROLE holdfast SET synchronous_commit = off")
        with ledger.reading() as connection:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "off"
        with ledger.writing() as connection:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
    finally:
        postgres.sql("ALTER ROLE holdfast RESET synchronous_commit")


def test_a_reader_sees_one_state_and_cannot_write(place: ServerPlace) -> None:
    ledger = place.new()
    with ledger.reading() as connection:
        count = "SELECT count(*) FROM entries"
        assert connection.exec_driver_sql(count).scalar() == 1
        append_claim(ledger, diesel(), claimant="c")
        assert connection.exec_driver_sql(count).scalar() == 1
    with pytest.raises(LedgerError, match=r"HF-L005.*read-only"), ledger.reading() as connection:
        connection.exec_driver_sql("INSERT INTO sealed VALUES ('a', 'b', 'c', 'd')")


def test_a_line_cut_in_mid_writing_is_said_and_writes_nothing(place: ServerPlace, postgres: Server) -> None:
    ledger = place.new()

    def write() -> None:
        with ledger.writing() as connection:
            connection.exec_driver_sql("INSERT INTO sealed VALUES ('a', 'b', 'c', 'd')")
            own = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            postgres.sql(f"SELECT pg_terminate_backend({own}, 5000)")

    with pytest.raises(LedgerError, match="HF-L031"):
        write()
    assert place.execute("SELECT * FROM sealed") == []
    assert append_claim(ledger, diesel(), claimant="c").sequence == 1


def test_many_make_one_ledger_at_once(place: ServerPlace) -> None:
    found: list[str] = []

    def make() -> None:
        found.append(place.open("dev-a", create=True, site="camp").device)

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["dev-a"] * 6
    assert verify(place.open()) == ()
    assert len(place.rows()) == 1


def test_a_text_with_a_nul_does_not_hide_the_rest(place: ServerPlace) -> None:
    """JSON may hold one, PostgreSQL's texts may not: the views show a mark in its place, and the bytes stay."""
    ledger = place.new()
    from holdfast.ledger.entries import append

    with ledger.writing() as connection:
        append(ledger, connection, kind="document", body={"sha256": "s", "name": "a\x00b", "size": 3})
    assert place.execute("SELECT name, size FROM document_entries") == [("a\ufffdb", 3)]
    store_document(ledger, b"x", name="x")
    assert b"\\u0000" in bytes(place.rows("payload")[1][0])


def test_a_copy_brought_back_from_a_dump_is_sound(place: ServerPlace, postgres: Server) -> None:
    ledger = place.small()
    before, served = place.rows(), claims(ledger)
    dump = subprocess.run(
        [postgres.programs / "pg_dump", "-h", postgres.folder, "-U", "holdfast", "-n", place.schema, "postgres"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    postgres.sql(f"DROP SCHEMA {place.schema} CASCADE")
    postgres.sql(dump)
    again = place.open()
    assert verify(again) == ()
    assert (place.rows(), claims(again)) == (before, served)
    assert append_claim(again, diesel(), claimant="c").sequence == 6


def test_both_stores_have_the_same_columns(place: ServerPlace, file_place: FilePlace) -> None:
    def columns(ledger: Ledger) -> dict[str, dict[str, bool]]:
        seen = inspect(ledger.engine)
        names = ("entries", "sealed", "alembic_version")
        return {name: {c["name"]: c["nullable"] for c in seen.get_columns(name)} for name in names}

    assert columns(file_place.new()) == columns(place.new())


@pytest.mark.parametrize("kind", [FilePlace, ServerPlace])
def test_texts_sort_byte_by_byte(fast_path: Path, postgres: Server, kind: type[Place]) -> None:
    """By the rules of a language, as the server of these tests has them from version 15 on, a would come before B."""
    place = kind(fast_path) if kind is FilePlace else ServerPlace(fast_path, postgres)
    place.new(device="B")
    for device in ("a", "Z"):
        append_claim(place.open(device), diesel(), claimant="c")
    found = place.execute("SELECT DISTINCT device FROM entries ORDER BY device")
    assert [device for (device,) in found] == ["B", "Z", "a"]
