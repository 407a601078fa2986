"""What people know by heart: what was kept fits, however long it is, and nothing else does."""

import pytest

from chikai.app.slow_hash import SlowHash


@pytest.mark.parametrize("length", [1, 1000, 1001])
def test_what_was_kept_fits(length: int) -> None:
    hashes = SlowHash(at_once=1, time_cost=1, memory_cost=8, parallelism=1)
    kept = hashes.of("あ" * length)
    assert hashes.fits(kept, "あ" * length)
    assert not hashes.fits(kept, "い" + "あ" * (length - 1)) and not hashes.fits(
        None, "あ" * length
    )
