"""A store in memory: behaves as the one on disk, and is gone with the process."""

from chikai.adapters.memory.store import open_store

__all__ = ["open_store"]
