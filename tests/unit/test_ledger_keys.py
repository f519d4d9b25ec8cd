"""Private keys: made once, kept closed, refused with a reason, and never half written."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey

from holdfast.errors import LedgerError
from holdfast.ledger import keys

WORDS = "four plain words here"
POSIX = pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_a_device_key_is_read_back_and_signs_the_same(folder: Path) -> None:
    made = keys.make_key(folder, keys.DEVICE, "dev-a")
    read = keys.load_key(folder, keys.DEVICE, "dev-a", public_key=made.public_key)
    assert read.public_key == made.public_key
    assert made.sign(b"x") == read.sign(b"x")  # Ed25519 signs one message in one way
    assert keys.signature_fits(made.public_key, b"x", made.sign(b"x"))
    assert list(keys.held(folder)) == [("device", "dev-a")]
    assert "private" not in repr(made)


@POSIX
def test_file_and_folder_are_closed_to_others(folder: Path) -> None:
    before = os.umask(0)
    try:
        keys.make_key(folder, keys.DEVICE, "dev-a")
    finally:
        os.umask(before)
    (file,) = folder.iterdir()  # nothing but the key is left behind
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@POSIX
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o640, 0o700), (0o604, 0o700), (0o600, 0o720), (0o600, 0o777)])
def test_open_rights_are_refused(folder: Path, file_mode: int, folder_mode: int) -> None:
    keys.make_key(folder, keys.DEVICE, "dev-a")
    keys.key_file(folder, keys.DEVICE, "dev-a").chmod(file_mode)
    folder.chmod(folder_mode)
    with pytest.raises(LedgerError, match=r"HF-L040.*others may use or replace"):
        keys.load_key(folder, keys.DEVICE, "dev-a")


@POSIX
def test_a_drive_without_rights_is_no_reason_to_refuse(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory stick in FAT shows every file open to all; nobody could close it."""
    keys.make_key(folder, keys.DEVICE, "dev-a")
    keys.key_file(folder, keys.DEVICE, "dev-a").chmod(0o777)
    monkeypatch.setattr(os, "fchmod", lambda handle, _: Path(f"/proc/self/fd/{handle}").chmod(0o777))
    if not Path("/proc/self/fd").exists():
        pytest.skip("needs a way to a file by its handle")
    assert keys.load_key(folder, keys.DEVICE, "dev-a").name == "dev-a"


def test_a_missing_key_says_how_a_copy_may_write(folder: Path) -> None:
    with pytest.raises(LedgerError, match=r"HF-L041.*holdfast ledger device"):
        keys.load_key(folder, keys.DEVICE, "dev-a")


def test_the_key_of_another_device_is_refused(folder: Path) -> None:
    keys.make_key(folder, keys.DEVICE, "dev-a")
    other = keys.make_key(folder, keys.DEVICE, "dev-b")
    with pytest.raises(LedgerError, match="HF-L042") as caught:
        keys.load_key(folder, keys.DEVICE, "dev-a", public_key=other.public_key)
    assert keys.fingerprint(other.public_key) in caught.value.expected


@pytest.mark.parametrize("damage", ["empty", "cut", "bit", "other kind", "folder", "operator's"])
def test_a_damaged_key_is_refused(folder: Path, damage: str) -> None:
    public = keys.make_key(folder, keys.DEVICE, "dev-a").public_key
    file = keys.key_file(folder, keys.DEVICE, "dev-a")
    content = file.read_bytes()
    if damage == "folder":
        file.unlink()
        file.mkdir(mode=0o700)
    elif damage == "operator's":
        keys.make_key(folder, keys.OPERATOR, "x", passphrase=WORDS)
        file.write_bytes(keys.key_file(folder, keys.OPERATOR, "x").read_bytes())
    elif damage == "other kind":
        file.write_bytes(
            Ed448PrivateKey.generate().private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    else:
        file.write_bytes({"empty": b"", "cut": content[:60], "bit": content[:30] + b"!" + content[31:]}[damage])
    with pytest.raises(LedgerError, match="HF-L043"):
        keys.load_key(folder, keys.DEVICE, "dev-a", public_key=public)


def test_every_changed_byte_of_a_key_is_refused_or_harmless(folder: Path) -> None:
    """A damaged key never signs in silence: it is refused, or is still the same key."""
    public = keys.make_key(folder, keys.DEVICE, "dev-a").public_key
    file = keys.key_file(folder, keys.DEVICE, "dev-a")
    content = file.read_bytes()
    for place in range(len(content)):
        file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        refused = None
        try:
            found = keys.load_key(folder, keys.DEVICE, "dev-a", public_key=public)
        except LedgerError as error:
            refused = error.code
        assert refused in ("HF-L042", "HF-L043") or found.public_key == public


def test_a_key_is_never_replaced(folder: Path) -> None:
    made = keys.make_key(folder, keys.DEVICE, "dev-a")
    with pytest.raises(LedgerError, match=r"HF-L045.*never replaced"):
        keys.make_key(folder, keys.DEVICE, "dev-a")
    assert keys.load_key(folder, keys.DEVICE, "dev-a").public_key == made.public_key


def test_a_key_is_never_replaced_on_a_drive_without_links(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    made = keys.make_key(folder, keys.DEVICE, "dev-a")
    with pytest.raises(LedgerError, match="HF-L045"):
        keys.make_key(folder, keys.DEVICE, "dev-a")
    assert keys.load_key(folder, keys.DEVICE, "dev-a").public_key == made.public_key
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("name", ["", "a/b", "..\\x", "x" * 65, "name of a person", "مفتاح"])
def test_names_that_are_not_usable(folder: Path, name: str) -> None:
    with pytest.raises(LedgerError, match="HF-L045"):
        keys.make_key(folder, keys.DEVICE, name)
    assert not folder.exists()


def test_an_operator_key_opens_with_its_passphrase_only(folder: Path) -> None:
    made = keys.make_key(folder, keys.OPERATOR, "coordinator", passphrase=WORDS)
    assert WORDS.encode() not in keys.key_file(folder, keys.OPERATOR, "coordinator").read_bytes()
    again = keys.load_key(folder, keys.OPERATOR, "coordinator", passphrase=WORDS, public_key=made.public_key)
    assert again.sign(b"x") == made.sign(b"x")
    for wrong in ("four plain words hera", "", WORDS + " "):
        with pytest.raises(LedgerError, match=r"HF-L044.*does not open"):
            keys.load_key(folder, keys.OPERATOR, "coordinator", passphrase=wrong)
    with pytest.raises(LedgerError, match=r"HF-L044.*no passphrase"):
        keys.load_key(folder, keys.OPERATOR, "coordinator")


def test_one_passphrase_on_every_keyboard(folder: Path) -> None:
    """One keyboard sends an accented letter as one sign, another as two."""
    keys.make_key(folder, keys.OPERATOR, "x", passphrase="caf\u00e9 et pain chaud")
    assert keys.load_key(folder, keys.OPERATOR, "x", passphrase="cafe\u0301 et pain chaud")


@pytest.mark.parametrize("passphrase", [None, "", "eleven char"])
def test_a_short_passphrase_makes_no_key(folder: Path, passphrase: str | None) -> None:
    with pytest.raises(LedgerError, match="HF-L044"):
        keys.make_key(folder, keys.OPERATOR, "x", passphrase=passphrase)
    assert not folder.exists()


def test_an_operator_key_without_its_first_line_is_damaged(folder: Path) -> None:
    keys.make_key(folder, keys.OPERATOR, "x", passphrase=WORDS)
    file = keys.key_file(folder, keys.OPERATOR, "x")
    file.write_bytes(file.read_bytes().split(b"\n", 1)[1])
    with pytest.raises(LedgerError, match="HF-L043"):
        keys.load_key(folder, keys.OPERATOR, "x", passphrase=WORDS)


def test_a_full_disk_leaves_no_half_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LedgerError, match=r"HF-L005.*No space left"):
        keys.make_key(folder, keys.DEVICE, "dev-a")
    assert not list(folder.iterdir())


def test_keys_under_which_anything_seems_signed_are_refused() -> None:
    """The points of small order; the toolkit itself takes a signature of zeros under the key of zeros for any message."""
    p, d = 2**255 - 19, -121665 * pow(121666, -1, 2**255 - 19)
    for octets in keys.SMALL_ORDER:
        y = int.from_bytes(octets, "little")
        assert y % p in (0, 1, p - 1) or (d * y**4 + 2 * y * y - 1) % p == 0
        for sign in (0, 0x80):
            public = (octets[:31] + bytes([octets[31] | sign])).hex()
            assert not keys.is_public_key(public)
            assert not keys.signature_fits(public, b"x", "0" * 128)
            assert not keys.signature_fits(public, b"x", public + "0" * 64)


def test_signatures_that_are_not_ones() -> None:
    public, signature = "7" * 64, "0" * 128
    assert not keys.signature_fits(public, b"x", signature)
    for bad in ("", "zz" * 64, "A" * 128, "0" * 127, None):
        assert not keys.signature_fits(public, b"x", bad)  # type: ignore[arg-type]
        assert not keys.signature_fits(bad, b"x", signature)  # type: ignore[arg-type]


def test_the_signature_is_that_of_rfc_8032(folder: Path) -> None:
    """Test 2 of RFC 8032 section 7.1: secret key, public key, message and signature."""
    secret = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(secret)
    public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    signature = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert keys.SigningKey("device", "x", public, private).sign(b"\x72") == signature
    assert keys.signature_fits(public, b"\x72", signature)
    assert not keys.signature_fits(public, b"\x73", signature)


def test_the_device_that_writes_here_is_chosen(folder: Path) -> None:
    assert keys.chosen_device(folder) is None
    keys.choose_device(folder, "office")
    keys.choose_device(folder, "office-2")
    assert keys.chosen_device(folder) == "office-2"
    assert [file.name for file in folder.iterdir()] == [keys.CHOSEN]
    (folder / keys.CHOSEN).write_bytes(b"\xff")
    with pytest.raises(LedgerError, match="HF-L043"):
        keys.chosen_device(folder)
    (folder / keys.CHOSEN).write_text("a b")
    with pytest.raises(LedgerError, match="HF-L043"):
        keys.chosen_device(folder)


MAKER = """
import sys, pathlib
from holdfast.ledger import keys
from holdfast.errors import LedgerError
print("ready", flush=True)
sys.stdin.readline()
try:
    print(keys.make_key(pathlib.Path(sys.argv[1]), "device", "dev-a").public_key)
except LedgerError as error:
    print(error.code)
"""


def test_two_makers_at_once_make_one_key(folder: Path) -> None:
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", MAKER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    for maker in makers:
        assert maker.stdout is not None
        maker.stdout.readline()
    for maker in makers:
        assert maker.stdin is not None
        maker.stdin.write("\n")
        maker.stdin.flush()
    said = [maker.communicate()[0].strip() for maker in makers]
    assert sorted(len(text) for text in said) == [7, 7, 64]
    assert keys.load_key(folder, keys.DEVICE, "dev-a").public_key in said


def test_the_ledger_is_imported_without_the_toolkit_of_keys() -> None:
    program = "import sys, holdfast.ledger, holdfast.ledger.keys; print('cryptography' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
