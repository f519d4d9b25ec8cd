"""Merkle trees over the entries of one device: a root for any size, and proofs that a root still holds what it held.

RFC 6962 section 2.1 (and RFC 9162 section 2.1, which checks the proofs step by step), with SHA-256. A leaf here is the
32 bytes of the hash of an entry. Leaves and nodes are hashed with different first bytes, so that no node can pass for a
leaf. Every function works on bytes and knows nothing of the ledger.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LEAF, _NODE = b"\x00", b"\x01"
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return SHA-256(0x00 || leaf), RFC 6962 section 2.1."""
    return hashlib.sha256(_LEAF + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right), RFC 6962 section 2.1."""
    return hashlib.sha256(_NODE + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the Merkle tree hash of a list of leaves, RFC 6962 section 2.1.

    Parameters
    ----------
    leaves : iterable of bytes
        In order; there may be none.

    Returns
    -------
    bytes
        32 bytes.
    """
    held = [leaf_hash(leaf) for leaf in leaves]
    return _join(held) if held else EMPTY_ROOT


def roots(leaves: Sequence[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """Return the root of the first so many leaves, for many sizes in one pass.

    Parameters
    ----------
    leaves : sequence of bytes
        In order.
    sizes : iterable of int
        Those that are negative or beyond the number of leaves have no root and are left out.
    """
    wanted = {size for size in sizes if 0 <= size <= len(leaves)}
    found = {0: EMPTY_ROOT} if 0 in wanted else {}
    standing: list[tuple[int, bytes]] = []  # full subtrees from the left: leaves below, hash
    for count, leaf in enumerate(leaves, start=1):
        width, top = 1, leaf_hash(leaf)
        while standing and standing[-1][0] == width:
            top = node_hash(standing.pop()[1], top)
            width *= 2
        standing.append((width, top))
        if count in wanted:
            whole = standing[-1][1]
            for _, left in reversed(standing[:-1]):
                whole = node_hash(left, whole)
            found[count] = whole
    return found


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the audit path of one leaf, RFC 6962 section 2.1.1, nearest node first.

    Parameters
    ----------
    leaves : sequence of bytes
        All leaves of the tree.
    index : int
        Which leaf, from 0.

    Raises
    ------
    IndexError
        When there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        message = f"leaf {index} of a tree of {len(leaves)}"
        raise IndexError(message)
    return tuple(_path(index, [leaf_hash(leaf) for leaf in leaves]))


def consistency_proof(leaves: Sequence[bytes], size: int) -> tuple[bytes, ...]:
    """Return the proof that the tree only grew since it had the first `size` leaves, RFC 6962 section 2.1.2.

    Parameters
    ----------
    leaves : sequence of bytes
        All leaves of the tree as it is now.
    size : int
        How many there were; from 0 to all of them. For none and for all the proof is empty.

    Raises
    ------
    IndexError
        When the tree never had that size.
    """
    if not 0 <= size <= len(leaves):
        message = f"size {size} of a tree of {len(leaves)}"
        raise IndexError(message)
    if size in (0, len(leaves)):
        return ()
    return tuple(_subproof(size, [leaf_hash(leaf) for leaf in leaves], whole=True))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> bool:
    """Tell whether a leaf stands at a place of the tree with this root, RFC 9162 section 2.1.3.2.

    Parameters
    ----------
    leaf : bytes
        The leaf itself, not its hash.
    index, size : int
        Its place, from 0, and the number of leaves.
    proof : sequence of bytes
        From `inclusion_proof`.
    expected_root : bytes
        Root of the tree.
    """
    if not 0 <= index < size:
        return False
    first, last, reached = index, size - 1, leaf_hash(leaf)
    for sibling in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            reached = node_hash(sibling, reached)
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            reached = node_hash(reached, sibling)
        first >>= 1
        last >>= 1
    return last == 0 and reached == expected_root


def verify_consistency(old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the tree with the new root begins with all leaves of the tree with the old one, RFC 9162 2.1.4.2.

    Parameters
    ----------
    old_size, new_size : int
        Numbers of leaves.
    old_root, new_root : bytes
        Roots of the two trees.
    proof : sequence of bytes
        From `consistency_proof`.
    """
    if not 0 <= old_size <= new_size:
        return False
    if old_size in (0, new_size):
        return not proof and old_root == (EMPTY_ROOT if old_size == 0 else new_root)
    path = list(proof)
    if old_size & (old_size - 1) == 0:  # a full tree is itself the first node, which the proof leaves out
        path.insert(0, old_root)
    return bool(path) and _climb(old_size - 1, new_size - 1, path) == (old_root, new_root)


def _climb(first: int, last: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    """Return the two roots that a path leads to, or None where it is too long or too short."""
    while first & 1:
        first >>= 1
        last >>= 1
    old = new = path[0]
    for node in path[1:]:
        if last == 0:
            return None
        if first & 1 or first == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            new = node_hash(new, node)
        first >>= 1
        last >>= 1
    return (old, new) if last == 0 else None


def _split(count: int) -> int:
    """Return the largest power of two below a count of two or more: where a tree parts."""
    return 1 << ((count - 1).bit_length() - 1)


def _join(hashes: list[bytes]) -> bytes:
    """Return the root over leaf hashes, level by level: an odd one at the end moves up as it is."""
    while len(hashes) > 1:
        paired = [node_hash(hashes[n], hashes[n + 1]) for n in range(0, len(hashes) - 1, 2)]
        hashes = paired + hashes[len(paired) * 2 :]
    return hashes[0]


def _path(index: int, hashes: list[bytes]) -> list[bytes]:
    if len(hashes) == 1:
        return []
    half = _split(len(hashes))
    if index < half:
        return [*_path(index, hashes[:half]), _join(hashes[half:])]
    return [*_path(index - half, hashes[half:]), _join(hashes[:half])]


def _subproof(size: int, hashes: list[bytes], *, whole: bool) -> list[bytes]:
    if size == len(hashes):
        return [] if whole else [_join(hashes)]
    half = _split(len(hashes))
    if size <= half:
        return [*_subproof(size, hashes[:half], whole=whole), _join(hashes[half:])]
    return [*_subproof(size - half, hashes[half:], whole=False), _join(hashes[:half])]
