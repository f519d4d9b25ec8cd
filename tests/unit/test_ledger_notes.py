"""Checkpoints as text: the form others read, signatures beside signatures, and a line that survives a radio."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import LedgerError
from holdfast.ledger import keys, notes
from holdfast.ledger.keys import SigningKey

ROOT = hashlib.sha256(b"root").digest()


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return keys.make_key(tmp_path_factory.mktemp("k") / "keys", keys.DEVICE, "dev-a")


@pytest.fixture(scope="module")
def witness(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return keys.make_key(tmp_path_factory.mktemp("w") / "keys", keys.DEVICE, "office")


def note(key: SigningKey, size: int = 6) -> notes.Note:
    return notes.sign_note(notes.Note("holdfast/camp/dev-a", size, ROOT), "holdfast/camp/dev-a", key)


def test_the_form_is_that_of_a_signed_note(key: SigningKey) -> None:
    """Written down again from the specification, byte by byte."""
    body = "holdfast/camp/dev-a\n6\n" + base64.b64encode(ROOT).decode() + "\n"
    public = bytes.fromhex(key.public_key)
    name_hash = hashlib.sha256(b"holdfast/camp/dev-a\x0a\x01" + public).digest()[:4]
    signature = key.private.sign(body.encode())
    line = "\N{EM DASH} holdfast/camp/dev-a " + base64.b64encode(name_hash + signature).decode() + "\n"
    assert note(key).text == body + "\n" + line
    shown = notes.verifier_key("holdfast/camp/dev-a", key.public_key)
    assert shown == "+".join(("holdfast/camp/dev-a", name_hash.hex(), base64.b64encode(b"\x01" + public).decode()))


def test_the_published_key_hash() -> None:
    """The example key of the signed-note documentation, whose hash is printed in the key itself."""
    shown = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    name, wanted, blob = shown.split("+", 2)
    public = base64.b64decode(blob)
    assert public[0] == 1
    assert notes.key_hash(name, public[1:].hex()).hex() == wanted
    assert notes.verifier_key(name, public[1:].hex()) == shown


def test_the_published_signed_note() -> None:
    """The example note of the same documentation: its signature is that of its key."""
    text = (
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=",
    )
    public = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:].hex()
    octets = base64.b64decode(text[1])
    assert octets[:4] == notes.key_hash("PeterNeumann", public)
    assert keys.signature_fits(public, text[0].encode(), octets[4:].hex())


def test_a_note_is_read_back_as_it_was(key: SigningKey, witness: SigningKey) -> None:
    whole = notes.sign_note(replace(note(key), extensions=("as of day 27",)), "office", witness)
    (found,) = notes.read_notes(whole.text)
    assert found == whole
    assert found.text == whole.text


def test_a_line_of_a_witness_is_kept_and_does_not_touch_the_first(key: SigningKey, witness: SigningKey) -> None:
    both = notes.sign_note(note(key), "office", witness)
    (found,) = notes.read_notes(both.text)
    assert isinstance(found, notes.Note)
    assert found.signatures[0] == note(key).signatures[0]
    assert notes.signed_by(found, "holdfast/camp/dev-a", key.public_key) is True
    assert notes.signed_by(found, "office", witness.public_key) is True
    assert notes.signed_by(found, "office", key.public_key) is None
    assert notes.signed_by(found, "holdfast/camp/dev-a", witness.public_key) is None


def test_a_line_of_another_kind_is_kept(key: SigningKey) -> None:
    """A cosignature carries a time stamp before its signature, and so is longer: kept as it is."""
    line = "\N{EM DASH} witness.example " + base64.b64encode(b"\x04" * 76).decode() + "\n"
    (found,) = notes.read_notes(note(key).text + line)
    assert found.text == note(key).text + line


@pytest.mark.parametrize("change", ["size", "root", "origin", "extension", "signature"])
def test_a_changed_note_does_not_fit_its_signature(key: SigningKey, change: str) -> None:
    good = note(key)
    line = good.signatures[0]
    bent = {
        "size": replace(good, size=7),
        "root": replace(good, root=hashlib.sha256(ROOT).digest()),
        "origin": replace(good, origin="holdfast/camp/dev-b"),
        "extension": replace(good, extensions=("x",)),
        "signature": replace(good, signatures=(replace(line, signature=line.signature[::-1]),)),
    }[change]
    assert notes.signed_by(bent, "holdfast/camp/dev-a", key.public_key) is False


def test_two_lines_of_one_key_must_both_fit(key: SigningKey) -> None:
    good = note(key)
    line = good.signatures[0]
    both = replace(good, signatures=(line, replace(line, signature=b"\x00" * 64)))
    assert notes.signed_by(both, "holdfast/camp/dev-a", key.public_key) is False


def test_many_notes_in_one_file(key: SigningKey) -> None:
    kept = [note(key, size) for size in (0, 1, 12)]
    short = notes.short_form("dev-a", 6, ROOT)
    text = "\ufeff" + "\n\n".join(item.text for item in kept) + "\n" + short.text + "\n"
    assert notes.read_notes(text) == (*kept, short)
    assert notes.read_notes(text.replace("\n", "\r\n")) == (*kept, short)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda _: "", "line 1 "),
        (lambda _: "hello", "line 1 "),
        (lambda text: text.replace("\n6\n", "\n06\n"), "line 2 "),
        (lambda text: text.replace("\n6\n", "\n-6\n"), "line 2 "),
        (lambda text: text.replace("\n6\n", "\n٦\n"), "line 2 "),
        (lambda text: text.replace("=\n", "\n"), "line 3 "),
        (lambda text: text.replace("\n6\n", "\n6\nAAAA\n"), "line 3 "),
        (lambda text: text.split("\N{EM DASH}")[0], "line 4 "),
        (lambda text: text.replace("\N{EM DASH} ", "- "), "line 4 "),
        (lambda text: text.replace("\N{EM DASH} ", "\N{EM DASH} two "), "line 5 "),
        (lambda text: text.rstrip("\n")[:-1] + "!\n", "line 5 "),
        (lambda text: text.replace("camp", "ca\tmp"), "line 1 "),
        (lambda _: "x" * 1_000_001, "line 1 "),
    ],
)
def test_what_is_no_note_names_its_line(key: SigningKey, change: object, line: str) -> None:
    with pytest.raises(LedgerError, match="HF-L047") as caught:
        notes.read_notes(change(note(key).text))  # type: ignore[operator]
    assert caught.value.where.startswith(line)


def test_base64_has_one_spelling(key: SigningKey) -> None:
    """The last sign before the padding holds two bits that no decoder reads: another spelling is another text."""
    shown = base64.b64encode(ROOT).decode()
    other = shown[:-2] + chr(ord(shown[-2]) + 1) + "="
    assert base64.b64decode(other) == ROOT
    with pytest.raises(LedgerError, match="HF-L047"):
        notes.read_notes(note(key).text.replace(shown, other))


def test_a_site_of_any_script_has_a_name_without_blanks() -> None:
    assert notes.origin_of("camp", "dev-a") == "holdfast/camp/dev-a"
    name = notes.origin_of("مخيم a+b/c", "dev-a")
    assert name.isascii()
    assert not set(name) & set(" +")
    assert name.count("/") == 2


def test_the_short_form_fits_a_message_and_survives_a_hand() -> None:
    short = notes.short_form("d" * 64, 999_999_999, ROOT)
    assert len(short.text) <= 160
    heard = short.text.replace("holdfast", "Holdfast").lower().replace("-", " ").replace("0", "o").replace("1", "l")
    # The number of entries is spelt with digits only, so put it back as a hand would.
    heard = heard.replace(" 999999999 ", " 999999999 ")
    (found,) = notes.read_notes(heard)
    assert found == short


@given(st.binary(min_size=32, max_size=32), st.integers(0, 10**9), st.data())
def test_a_misheard_sign_is_told(root: bytes, size: int, data: st.DataObject) -> None:
    """One sign in a thousand slips through the two check signs: those are then a state that does not fit."""
    short = notes.short_form("dev-a", size, root)
    assert notes.read_notes(short.text) == (short,)
    head, code = short.text.rsplit(" ", 1)
    at = data.draw(st.sampled_from([n for n, sign in enumerate(code) if sign != "-"]))
    sign = data.draw(st.sampled_from([other for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" if other != code[at]]))
    try:
        (found,) = notes.read_notes(f"{head} {code[:at]}{sign}{code[at + 1 :]}")
    except LedgerError:
        return
    assert found != short


@pytest.mark.parametrize(
    "line", ["holdfast", "holdfast dev-a 6", "holdfast dev-a six " + "0" * 28, "holdfast a 6 " + "U" * 28]
)
def test_a_short_form_that_is_none(line: str) -> None:
    with pytest.raises(LedgerError, match="HF-L047"):
        notes.read_notes(line)


def test_notes_need_no_ledger(tmp_path: Path) -> None:
    """What a witness needs is text in and text out."""
    kept = tmp_path / "note.txt"
    kept.write_text(notes.short_form("dev-a", 6, ROOT).text, encoding="utf-8")
    assert isinstance(notes.read_notes(kept.read_text(encoding="utf-8"))[0], notes.ShortNote)
