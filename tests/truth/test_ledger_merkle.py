"""The trees are those of RFC 6962: published roots, its own recursive definition, and proofs that cannot be bent."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger import merkle

# Test data of the Certificate Transparency log software: eight leaves, and the root after each of them.
LEAVES = tuple(
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
SIZES = range(201)
MANY = tuple(hashlib.sha256(str(n).encode()).digest() for n in SIZES)


def defined(leaves: tuple[bytes, ...]) -> bytes:
    """MTH of RFC 6962 section 2.1, written down as it stands there and sharing nothing with the code."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + defined(leaves[:k]) + defined(leaves[k:])).digest()


def test_the_published_roots() -> None:
    for count, wanted in enumerate(ROOTS, start=1):
        assert merkle.root(LEAVES[:count]).hex() == wanted
        assert defined(LEAVES[:count]).hex() == wanted


def test_the_published_proofs() -> None:
    """From the same test data: the path of leaf 6 of 8 (counted from 1) and what 6 leaves and 8 have in common."""
    path = [node.hex() for node in merkle.inclusion_proof(LEAVES, 5)]
    assert path == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [node.hex() for node in merkle.consistency_proof(LEAVES, 6)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_no_leaves() -> None:
    assert merkle.root(()) == hashlib.sha256(b"").digest() == merkle.roots((), (0,))[0]
    with pytest.raises(IndexError, match="leaf 0 of a tree of 0"):
        merkle.inclusion_proof((), 0)
    assert not merkle.verify_inclusion(b"", 0, 0, (), merkle.EMPTY_ROOT)


def test_every_root_up_to_two_hundred_is_the_recursive_definition() -> None:
    found = merkle.roots(MANY, SIZES)
    for size in SIZES:
        assert merkle.root(MANY[:size]) == found[size] == defined(MANY[:size])
    assert merkle.roots(MANY, (-1, 202, 3)) == {3: found[3]}


def test_every_leaf_of_every_size_is_proved() -> None:
    """Sizes 1 to 200: every leaf of the small trees, and the corners of the large ones."""
    for size in SIZES[1:]:
        leaves, top = MANY[:size], merkle.root(MANY[:size])
        indexes = range(size) if size <= 33 else {0, 1, size // 2, size - 2, size - 1}
        for index in indexes:
            proof = merkle.inclusion_proof(leaves, index)
            assert merkle.verify_inclusion(leaves[index], index, size, proof, top)
            assert len(proof) <= (size - 1).bit_length()
            assert not merkle.verify_inclusion(leaves[index] + b"x", index, size, proof, top)
            assert not merkle.verify_inclusion(leaves[index], (index + 1) % (size + 1), size, proof, top)
            assert not merkle.verify_inclusion(leaves[index], index, size, (*proof, top), top)


def test_every_pair_of_sizes_is_consistent() -> None:
    tops = merkle.roots(MANY, SIZES)
    for size in SIZES:
        leaves = MANY[:size]
        olds = range(size + 1) if size <= 33 else {0, 1, 2, 63, 64, size // 2, size - 1, size} & set(range(size + 1))
        for old in olds:
            proof = merkle.consistency_proof(leaves, old)
            assert merkle.verify_consistency(old, size, tops[old], tops[size], proof)
            if old not in (0, size):
                assert not merkle.verify_consistency(old, size, tops[old - 1], tops[size], proof)
                assert not merkle.verify_consistency(old, size, tops[old], tops[size - 1], proof)
                assert not merkle.verify_consistency(old, size, tops[old], tops[size], proof[1:])
                assert not merkle.verify_consistency(old, size, tops[old], tops[size], (*proof, tops[old]))
                assert not merkle.verify_consistency(old, size, tops[old], tops[size], ())


def test_sizes_that_cannot_be() -> None:
    with pytest.raises(IndexError, match="size 9 of a tree of 8"):
        merkle.consistency_proof(LEAVES, 9)
    with pytest.raises(IndexError, match="leaf -1"):
        merkle.inclusion_proof(LEAVES, -1)
    top = merkle.root(LEAVES)
    assert not merkle.verify_consistency(9, 8, top, top, ())
    assert not merkle.verify_consistency(-1, 8, top, top, ())
    assert not merkle.verify_consistency(8, 8, top, merkle.root(LEAVES[:7]), ())
    assert not merkle.verify_consistency(8, 8, top, top, (top,))
    assert not merkle.verify_consistency(0, 8, top, top, ())
    assert not merkle.verify_inclusion(LEAVES[0], 0, 8, (), top)


def test_a_node_cannot_pass_for_a_leaf() -> None:
    """Without the first byte the two children of a node, joined, would be a leaf with the root of their parent."""
    left, right = (merkle.leaf_hash(leaf) for leaf in LEAVES[:2])
    assert merkle.root((left + right,)) != merkle.root(LEAVES[:2])


@given(st.integers(1, 200), st.data())
def test_a_bent_inclusion_proof_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves, top = MANY[:size], merkle.root(MANY[:size])
    proof = list(merkle.inclusion_proof(leaves, index))
    assert merkle.verify_inclusion(leaves[index], index, size, proof, top)
    if proof:
        at, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
        proof[at] = (int.from_bytes(proof[at], "big") ^ (1 << bit)).to_bytes(32, "big")
        assert not merkle.verify_inclusion(leaves[index], index, size, proof, top)


@given(st.integers(2, 200), st.data())
def test_a_history_written_anew_has_no_proof(size: int, data: st.DataObject) -> None:
    """One old leaf is another: whatever is offered as proof, the old root and the new one do not go together."""
    old = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, old - 1))
    forged = (*MANY[:changed], b"another", *MANY[changed + 1 : size])
    before, after = merkle.root(MANY[:old]), merkle.root(forged)
    for leaves in (forged, MANY[:size]):
        assert not merkle.verify_consistency(old, size, before, after, merkle.consistency_proof(leaves, old))
