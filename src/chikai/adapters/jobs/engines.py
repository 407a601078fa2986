"""The connections of DBOS to where the attempts are kept. Both are ours, so that they are few and
no error text ever shows a value."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Engine, create_engine, event

from chikai.adapters.sql.database import look_whether_up

MOST_CONNECTIONS: Final = 5
"""To a server: two for DBOS's own threads, the others for jobs, a moment each."""
_OPTIONS: Final = "-cidle_in_transaction_session_timeout=60s"
"""A worker that froze in the middle of a transaction holds up the others no longer than that."""


def on_server(url: str) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=MOST_CONNECTIONS,
        max_overflow=0,
        connect_args={"options": _OPTIONS, "connect_timeout": 10},
    )
    look_whether_up(engine)
    return engine


def on_file(url: str) -> Engine:
    """In WAL. What a power cut takes from its end is made again from the journal, so no write
    waits for the disk."""
    engine = create_engine(url, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: object) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in (
            "busy_timeout = 30000",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine
