"""The journal's Merkle tree over stored perfect subtrees: each is stored once and never changes."""

from __future__ import annotations

from collections.abc import Iterable

from chikai.kernel import merkle


def frontier(nodes: merkle.Nodes, size: int) -> merkle.Frontier:
    """The tree over the first `size` leaves, ready to be appended to."""
    peaks = (
        nodes(level, (size >> level) - 1)
        for level in reversed(range(size.bit_length()))
        if size >> level & 1
    )
    return merkle.Frontier(size, tuple(peaks))


def grow(tree: merkle.Frontier, leaves: Iterable[bytes]) -> list[merkle.Node]:
    """The perfect subtrees that become complete when these leaves follow."""
    new: list[merkle.Node] = []
    for leaf in leaves:
        leaf_hash = merkle.hash_leaf(leaf)
        new.extend(tree.completed_by(leaf_hash))
        tree = tree.append(leaf_hash)
    return new
