"""Merkle tree hashing as RFC 6962, section 2.1 and RFC 9162, section 2.1 define it.

A tree commits to an ordered list of leaves by one root. An inclusion proof shows that a leaf is
in the tree; a consistency proof shows that an older tree is the beginning of a newer one. The
hash is SHA-256; leaves and inner nodes are hashed under different first bytes, so that neither
can pass for the other.

Functions take leaf hashes (`hash_leaf`), never leaf data, so that a proof holds no content.
`Frontier` appends in O(log n) hashes at worst. Proofs read perfect subtrees by `(level, index)`
through a `Nodes` function: give it stored nodes and a proof of a million leaves needs twenty.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

HASH_SIZE: Final = 32
"""Bytes in one SHA-256 hash."""

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
"""The root of a tree without leaves: the hash of nothing (RFC 9162, 2.1.1)."""

Proof = tuple[bytes, ...]
Nodes = Callable[[int, int], bytes]
"""`(level, index)` to the hash of the perfect subtree over leaves index·2^level and on."""


def hash_leaf(data: bytes) -> bytes:
    """The hash of one leaf's data: SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Node:
    """One perfect subtree: `2**level` leaves from leaf `index * 2**level`."""

    level: int
    index: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Frontier:
    """What must be kept of a tree to append to it: its size and its perfect subtrees' roots.

    `peaks` go from the largest subtree, at the left, to the smallest; there is one for each 1
    in the binary size. Raises `ValueError` when peaks and size disagree.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise ValueError("merkle.peaks_do_not_fit_size")
        for peak in self.peaks:
            _check_hash(peak)

    def append(self, leaf_hash: bytes) -> Frontier:
        """The frontier after one more leaf."""
        return self.extend((leaf_hash,))

    def extend(self, leaf_hashes: Iterable[bytes]) -> Frontier:
        """The frontier after more leaves, in order."""
        size, peaks = self.size, list(self.peaks)
        for leaf_hash in leaf_hashes:
            _push(size, peaks, leaf_hash)
            size += 1
        return Frontier(size, tuple(peaks))

    def completed_by(self, leaf_hash: bytes) -> tuple[Node, ...]:
        """The perfect subtrees that appending this leaf completes, the leaf itself first.

        A store that keeps them can serve every later proof as `Nodes`.
        """
        return _push(self.size, list(self.peaks), leaf_hash)

    def root(self) -> bytes:
        """The root of the whole tree."""
        return _join(self.peaks) if self.peaks else EMPTY_ROOT


def _push(size: int, peaks: list[bytes], leaf_hash: bytes) -> tuple[Node, ...]:
    """Append one leaf to `peaks` in place; give the perfect subtrees that became complete."""
    _check_hash(leaf_hash)
    nodes = [Node(0, size, leaf_hash)]
    while size & 1:
        size >>= 1
        nodes.append(Node(len(nodes), size, hash_node(peaks.pop(), nodes[-1].hash)))
    peaks.append(nodes[-1].hash)
    return tuple(nodes)


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root over these leaves, in order (RFC 9162, 2.1.1)."""
    return Frontier().extend(leaf_hashes).root()


def nodes_of(leaf_hashes: Sequence[bytes]) -> Nodes:
    """Every perfect subtree of these leaves, kept in memory.

    The function it gives raises `KeyError` for a subtree these leaves do not fill.
    """
    kept: dict[tuple[int, int], bytes] = {}
    frontier: list[bytes] = []
    for size, leaf_hash in enumerate(leaf_hashes):
        for node in _push(size, frontier, leaf_hash):
            kept[node.level, node.index] = node.hash
    return lambda level, index: kept[level, index]


def inclusion_proof(index: int, *, size: int, nodes: Nodes) -> Proof:
    """The hashes that lead from leaf `index` to the root of the first `size` leaves.

    From the leaf upwards (RFC 9162, 2.1.3.1). Raises `ValueError` unless 0 <= index < size.
    """
    if not 0 <= index < size:
        raise ValueError("merkle.no_such_leaf")
    path: list[tuple[int, int]] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append((middle, high))
            high = middle
        else:
            path.append((low, middle))
            low = middle
    return tuple(_range_root(*each, nodes) for each in reversed(path))


def consistency_proof(old_size: int, *, size: int, nodes: Nodes) -> Proof:
    """The hashes that show the first `old_size` leaves to be the beginning of `size` leaves.

    RFC 9162, 2.1.4.1. Empty when the sizes are equal, and for an old tree without leaves, which
    begins every tree. Raises `ValueError` unless 0 <= old_size <= size.
    """
    if not 0 <= old_size <= size:
        raise ValueError("merkle.no_such_tree")
    if old_size in (0, size):
        return ()
    path: list[tuple[int, int]] = []
    low, high = 0, size
    while high != old_size:
        middle = low + _split(high - low)
        if old_size <= middle:
            path.append((middle, high))
            high = middle
        else:
            path.append((low, middle))
            low = middle
    if low:
        path.append((low, high))
    return tuple(_range_root(*each, nodes) for each in reversed(path))


def verify_inclusion(
    leaf_hash: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether the proof shows this leaf at `index` in the tree with this size and root.

    RFC 9162, 2.1.3.2. A malformed proof is False, never an error. Take size and root from one
    signed checkpoint: a root alone does not fix its size, and neighbouring sizes share paths.
    """
    if not 0 <= index < size or not _are_hashes(leaf_hash, root, *proof):
        return False
    at, last, reached = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            reached = hash_node(sibling, reached)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            reached = hash_node(reached, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and reached == root


def verify_consistency(
    *, old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows the old tree to be the beginning of the new one.

    RFC 9162, 2.1.4.2. A malformed proof is False, never an error. Take each size and root from
    one signed checkpoint.
    """
    if not 0 <= old_size <= size or not _are_hashes(old_root, root, *proof):
        return False
    if old_size == size:
        return not proof and old_root == root and (size > 0 or root == EMPTY_ROOT)
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    rest = list(proof)
    if old_size & (old_size - 1) == 0:
        rest.insert(0, old_root)
    if not rest:
        return False
    at, last = old_size - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old_reached = reached = rest[0]
    for sibling in rest[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old_reached, reached = hash_node(sibling, old_reached), hash_node(sibling, reached)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            reached = hash_node(reached, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and old_reached == old_root and reached == root


def _split(count: int) -> int:
    """The largest power of two smaller than `count`, where RFC 9162 cuts a tree in two."""
    return 1 << (count - 1).bit_length() - 1


def _range_root(low: int, high: int, nodes: Nodes) -> bytes:
    """The root over leaves low..high-1, from perfect subtrees; `low` is where RFC 9162 cuts."""
    peaks: list[bytes] = []
    while low < high:
        level = (high - low).bit_length() - 1
        peaks.append(nodes(level, low >> level))
        low += 1 << level
    return _join(peaks)


def _join(peaks: Sequence[bytes]) -> bytes:
    """One root from perfect subtrees, the largest at the left."""
    joined = peaks[-1]
    for peak in reversed(peaks[:-1]):
        joined = hash_node(peak, joined)
    return joined


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_SIZE for value in values)


def _check_hash(value: bytes) -> None:
    if len(value) != HASH_SIZE:
        raise ValueError("merkle.not_a_hash")
