"""The Merkle tree against the reference vectors of Certificate Transparency."""

import pytest

from chikai.kernel import merkle

# The eight leaves and the roots over the first n of them, published with Certificate Transparency.
DATA = [
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
]
LEAVES = [merkle.hash_leaf(each) for each in DATA]
ROOTS = [
    bytes.fromhex(text)
    for text in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
NODES = merkle.nodes_of(LEAVES)

# Short names for the inner nodes that the published proofs are made of.
H = {
    "96a2": "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "6e34": "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac5": "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "5f08": "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "bc1a": "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "6b47": "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "ca85": "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37e": "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "0ebc": "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
}


def hashes(names: str) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(H[name]) for name in names.split())


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size: int) -> None:
    assert merkle.root(LEAVES[:size]) == ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, ""),
        (0, 2, "96a2"),
        (1, 2, "6e34"),
        (2, 3, "fac5"),
        (1, 5, "6e34 5f08 bc1a"),
        (0, 8, "96a2 5f08 6b47"),
        (5, 8, "bc1a ca85 d37e"),
    ],
)
def test_published_inclusion_proofs(index: int, size: int, proof: str) -> None:
    assert merkle.inclusion_proof(index, size=size, nodes=NODES) == hashes(proof)
    assert merkle.verify_inclusion(
        LEAVES[index], index=index, size=size, proof=hashes(proof), root=ROOTS[size]
    )


@pytest.mark.parametrize(
    ("old_size", "size", "proof"),
    [
        (1, 1, ""),
        (1, 8, "96a2 5f08 6b47"),
        (2, 5, "5f08 bc1a"),
        (6, 8, "0ebc ca85 d37e"),
        (0, 5, ""),
    ],
)
def test_published_consistency_proofs(old_size: int, size: int, proof: str) -> None:
    assert merkle.consistency_proof(old_size, size=size, nodes=NODES) == hashes(proof)
    assert merkle.verify_consistency(
        old_size=old_size,
        old_root=ROOTS[old_size],
        size=size,
        root=ROOTS[size],
        proof=hashes(proof),
    )


def test_a_leaf_cannot_pass_for_a_node() -> None:
    left, right = LEAVES[:2]
    assert merkle.hash_leaf(left + right) != merkle.hash_node(left, right)


GOOD = {"index": 5, "size": 8, "proof": hashes("bc1a ca85 d37e"), "root": ROOTS[8]}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"index": 4}, "another place"),
        ({"index": 8}, "a place the tree does not have"),
        ({"index": -1}, "no place"),
        ({"size": 6}, "another size"),
        ({"size": 9}, "another size"),
        ({"size": 0}, "no tree"),
        ({"root": ROOTS[7]}, "another root"),
        ({"root": b""}, "no hash"),
        ({"proof": hashes("bc1a ca85")}, "a step missing"),
        ({"proof": hashes("bc1a ca85 d37e 96a2")}, "a step too many"),
        ({"proof": hashes("ca85 bc1a d37e")}, "steps in another order"),
        ({"proof": (b"short", *hashes("ca85 d37e"))}, "a step that is no hash"),
        ({"proof": ()}, "nothing"),
    ],
)
def test_inclusion_is_not_proved_by(change: dict, why: str) -> None:
    assert merkle.verify_inclusion(LEAVES[5], **GOOD)
    assert not merkle.verify_inclusion(LEAVES[5], **{**GOOD, **change}), why


GROWN = {
    "old_size": 6,
    "old_root": ROOTS[6],
    "size": 8,
    "root": ROOTS[8],
    "proof": hashes("0ebc ca85 d37e"),
}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"old_root": ROOTS[5]}, "another beginning"),
        ({"root": ROOTS[7]}, "another tree"),
        ({"old_size": 5}, "another old size"),
        ({"old_size": 7}, "another old size"),
        ({"size": 9}, "another size"),
        ({"size": 5}, "a tree that shrank"),
        ({"proof": ()}, "nothing"),
        ({"proof": hashes("0ebc ca85")}, "a step missing"),
        ({"proof": hashes("0ebc ca85 d37e 96a2")}, "a step too many"),
        ({"proof": (b"", *hashes("ca85 d37e"))}, "a step that is no hash"),
        ({"old_size": 8}, "equal sizes with other roots"),
        ({"old_size": 0}, "an old tree without leaves has the empty root"),
        ({"old_size": 0, "old_root": merkle.EMPTY_ROOT}, "and no proof"),
        ({"old_size": 8, "old_root": ROOTS[8]}, "equal trees need no proof"),
        ({"old_size": -1}, "no tree"),
    ],
)
def test_consistency_is_not_proved_by(change: dict, why: str) -> None:
    assert merkle.verify_consistency(**GROWN)
    assert not merkle.verify_consistency(**{**GROWN, **change}), why


def test_two_trees_without_leaves_are_consistent_only_with_the_empty_root() -> None:
    def check(root: bytes) -> bool:
        return merkle.verify_consistency(old_size=0, old_root=root, size=0, root=root, proof=())

    assert check(merkle.EMPTY_ROOT)
    assert not check(ROOTS[1])


@pytest.mark.parametrize(
    "ask",
    [
        lambda: merkle.inclusion_proof(8, size=8, nodes=NODES),
        lambda: merkle.inclusion_proof(-1, size=8, nodes=NODES),
        lambda: merkle.consistency_proof(9, size=8, nodes=NODES),
        lambda: merkle.Frontier().append(b"no hash"),
        lambda: merkle.Frontier(3, (ROOTS[1],)),
        lambda: merkle.Frontier(-1),
        lambda: merkle.Frontier(1, (b"",)),
    ],
)
def test_what_cannot_be_asked(ask) -> None:
    with pytest.raises(ValueError, match=r"^merkle\."):
        ask()
