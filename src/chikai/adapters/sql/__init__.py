"""The store in SQLite or PostgreSQL: one code for both."""

from chikai.adapters.sql.restoring import restore
from chikai.adapters.sql.store import open_store

__all__ = ["open_store", "restore"]
