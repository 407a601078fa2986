"""The tables of one company's store. No column holds a personal value in the clear.

Columns beside `body` repeat what the canonical event says, for finding it; the event itself is
the body. Moments are microseconds since 1970, so that they compare alike everywhere.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_counter = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by INTEGER only

meta = Table(
    "meta",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("case_id", String(100), nullable=False),
    Column("case_seq", BigInteger, nullable=False),
    Column("command_id", String(100), nullable=False, index=True),
    Column("body", Text, nullable=False),
    UniqueConstraint("case_id", "case_seq"),
)

commands = Table(
    "commands",
    metadata,
    Column("command_id", String(100), primary_key=True),
    Column("events", Integer, nullable=False),
)

nodes = Table(
    "nodes",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("case_id", String(100), primary_key=True),
    Column("envelope", String(100), nullable=False),
    Column("kind", String(100), nullable=False),
    Column("state", String(100), nullable=False),
    Column("exit", String(100)),
    Column("arrived_on", String(100), nullable=False),
    Column("nearest_due", String(100)),
    Column("waits_for", Text, nullable=False),  # JSON list
    Column("next_step", String(100), nullable=False),
)

postings = Table(
    "postings",
    metadata,
    Column("n", _counter, primary_key=True, autoincrement=True),
    Column("id", String(100), nullable=False, unique=True),
    Column("case_id", String(100), nullable=False, index=True),
    Column("blob", String(100), nullable=False),
    Column("letter", String(100), nullable=False),
    Column("delivery", String(100), nullable=False),
)

blobs = Table(
    "blobs",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("case_id", String(100), nullable=False),
    Column("purpose", String(20), nullable=False),
    Column("commitment", String(64), nullable=False),
    Column("stored_at", BigInteger, nullable=False, index=True),
    Column("sealed", LargeBinary),  # last: a row without it is read without it
    Index(None, "case_id", "purpose"),
)

blob_parts = Table(
    "blob_parts",
    metadata,
    Column("blob_id", String(100), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("stored_at", BigInteger, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""What of a large blob comes after its first part, which lies in `blobs` and is written last."""

wrapped_keys = Table(
    "wrapped_keys",
    metadata,
    Column("case_id", String(100), primary_key=True),
    Column("purpose", String(20), primary_key=True),
    Column("generation", BigInteger, nullable=False),
    Column("wrapped", LargeBinary),
    Column("destroyed_at", BigInteger),
    Column("ring", BigInteger, index=True),
)
"""`ring`: None is right under the master, as before there were rings; 0 is destroyed."""

key_rings = Table(
    "key_rings",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("since", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("n", _counter, primary_key=True, autoincrement=True),
    Column("size", BigInteger, nullable=False),
    Column("root", String(64), nullable=False),
    Column("at", String(40), nullable=False),  # as it was signed
    Column("signature", String(128), nullable=False),
)

views = Table(
    "views",
    metadata,
    Column("n", _counter, primary_key=True, autoincrement=True),
    Column("day", String(10), nullable=False, index=True),
    Column("at", String(40), nullable=False),
    Column("actor_id", String(100), nullable=False),
    Column("case_id", String(100), nullable=False),
    Column("what", String(100), nullable=False),
)

PASSING = {"passing": True}
"""Rows of a table so marked hold for hours and are not copied."""

accounts = Table(
    "accounts",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("roles", Text, nullable=False),  # separated by spaces
    Column("added_at", BigInteger, nullable=False),
    Column("password", Text),  # argon2id
    Column("outside", String(64), unique=True),
    Column("locked", Boolean, nullable=False),
)

passkeys = Table(
    "passkeys",
    metadata,
    Column("id", String(1400), primary_key=True),
    Column("account", String(100), nullable=False, index=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("counter", BigInteger, nullable=False),
    Column("added_at", BigInteger, nullable=False),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("account", String(100), nullable=False, index=True),
    Column("began_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    info=PASSING,
)

tickets = Table(
    "tickets",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("account", String(100)),
    Column("data", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
    info=PASSING,
)

guesses = Table(
    "guesses",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    info=PASSING,
)

tray = Table(
    "tray",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("until", BigInteger, index=True),  # none: until it is taken away
    Column("sealed", LargeBinary, nullable=False),
)
