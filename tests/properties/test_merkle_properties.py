"""The fast tree beside a dull one that follows RFC 6962, section 2.1 word for word."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from chikai.kernel import merkle

LEAVES = st.lists(st.binary(max_size=4), max_size=40)


def largest_power_below(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def dull_root(data: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1."""
    if not data:
        return hashlib.sha256().digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = largest_power_below(len(data))
    return hashlib.sha256(b"\x01" + dull_root(data[:k]) + dull_root(data[k:])).digest()


def dull_path(m: int, data: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962, 2.1.1."""
    if len(data) == 1:
        return []
    k = largest_power_below(len(data))
    if m < k:
        return [*dull_path(m, data[:k]), dull_root(data[k:])]
    return [*dull_path(m - k, data[k:]), dull_root(data[:k])]


def dull_proof(m: int, data: list[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962, 2.1.2."""
    if m == len(data):
        return [] if whole else [dull_root(data)]
    k = largest_power_below(len(data))
    if m <= k:
        return [*dull_proof(m, data[:k], whole), dull_root(data[k:])]
    return [*dull_proof(m - k, data[k:], False), dull_root(data[:k])]


@given(LEAVES)
def test_roots_agree(data: list[bytes]) -> None:
    leaves = [merkle.hash_leaf(each) for each in data]
    assert merkle.root(leaves) == dull_root(data)


@given(LEAVES, st.data())
def test_appending_is_the_same_as_starting_over(data: list[bytes], draw: st.DataObject) -> None:
    leaves = [merkle.hash_leaf(each) for each in data]
    cut = draw.draw(st.integers(0, len(leaves)))
    frontier = merkle.Frontier().extend(leaves[:cut])
    assert merkle.Frontier(frontier.size, frontier.peaks) == frontier
    for leaf in leaves[cut:]:
        frontier = frontier.append(leaf)
    assert frontier == merkle.Frontier().extend(leaves)
    assert frontier.root() == dull_root(data)


@given(LEAVES)
def test_a_store_fed_by_appending_serves_every_node(data: list[bytes]) -> None:
    leaves = [merkle.hash_leaf(each) for each in data]
    store: dict[tuple[int, int], bytes] = {}
    frontier = merkle.Frontier()
    for leaf in leaves:
        store.update({(n.level, n.index): n.hash for n in frontier.completed_by(leaf)})
        frontier = frontier.append(leaf)
    nodes = merkle.nodes_of(leaves)
    for (level, index), kept in store.items():
        first, last = index << level, (index + 1) << level
        assert nodes(level, index) == kept == dull_root(data[first:last])


@given(LEAVES.filter(bool), st.data())
def test_inclusion(data: list[bytes], draw: st.DataObject) -> None:
    leaves = [merkle.hash_leaf(each) for each in data]
    size = draw.draw(st.integers(1, len(data)))
    index = draw.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(index, size=size, nodes=merkle.nodes_of(leaves))
    root = dull_root(data[:size])
    assert list(proof) == dull_path(index, data[:size])
    shown = {"index": index, "size": size, "proof": proof, "root": root}
    assert merkle.verify_inclusion(leaves[index], **shown)
    assert not merkle.verify_inclusion(merkle.hash_leaf(b"never drawn"), **shown)
    for at in range(len(proof)):
        forged = (*proof[:at], merkle.hash_leaf(b"never drawn"), *proof[at + 1 :])
        assert not merkle.verify_inclusion(leaves[index], **{**shown, "proof": forged})


@given(LEAVES.filter(bool), st.data())
def test_consistency(data: list[bytes], draw: st.DataObject) -> None:
    leaves = [merkle.hash_leaf(each) for each in data]
    size = draw.draw(st.integers(1, len(data)))
    old_size = draw.draw(st.integers(1, size))
    proof = merkle.consistency_proof(old_size, size=size, nodes=merkle.nodes_of(leaves))
    assert list(proof) == dull_proof(old_size, data[:size])
    shown = {
        "old_size": old_size,
        "old_root": dull_root(data[:old_size]),
        "size": size,
        "root": dull_root(data[:size]),
        "proof": proof,
    }
    assert merkle.verify_consistency(**shown)
    rewritten = dull_root([b"never drawn", *data[1:old_size]])
    assert not merkle.verify_consistency(**{**shown, "old_root": rewritten})
    for at in range(len(proof)):
        forged = (*proof[:at], merkle.hash_leaf(b"never drawn"), *proof[at + 1 :])
        assert not merkle.verify_consistency(**{**shown, "proof": forged})


@given(
    st.integers(-1, 20),
    st.integers(-1, 20),
    st.lists(st.binary(min_size=31, max_size=33), max_size=6),
)
def test_any_proof_is_judged_and_none_raises(a: int, b: int, proof: list[bytes]) -> None:
    root = merkle.hash_leaf(b"some root")
    leaf = merkle.hash_leaf(b"some leaf")
    assert not merkle.verify_inclusion(leaf, index=a, size=b, proof=proof, root=root)
    judged = merkle.verify_consistency(old_size=a, old_root=root, size=b, root=root, proof=proof)
    assert judged is (a == b > 0 and not proof)
