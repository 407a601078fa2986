"""The first tables.

Written out rather than taken from `tables`, which describes the newest version only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(100)
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "events",
        sa.Column("seq", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("case_seq", sa.BigInteger, nullable=False),
        sa.Column("command_id", ID, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_events"),
        sa.UniqueConstraint("case_id", "case_seq", name="uq_events_case_id_case_seq"),
    )
    op.create_index("ix_events_command_id", "events", ["command_id"])
    op.create_table(
        "commands",
        sa.Column("command_id", ID, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("command_id", name="pk_commands"),
    )
    op.create_table(
        "nodes",
        sa.Column("level", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("level", "place", name="pk_nodes"),
    )
    op.create_table(
        "inbox",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("envelope", ID, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("state", ID, nullable=False),
        sa.Column("exit", ID),
        sa.Column("arrived_on", ID, nullable=False),
        sa.Column("nearest_due", ID),
        sa.Column("waits_for", sa.Text, nullable=False),
        sa.Column("next_step", ID, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_inbox"),
    )
    op.create_table(
        "postings",
        sa.Column("n", COUNTER, autoincrement=True, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("blob", ID, nullable=False),
        sa.Column("letter", ID, nullable=False),
        sa.Column("delivery", ID, nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_postings"),
        sa.UniqueConstraint("id", name="uq_postings_id"),
    )
    op.create_index("ix_postings_case_id", "postings", ["case_id"])
    op.create_table(
        "blobs",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.Column("stored_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_blobs"),
    )
    op.create_index("ix_blobs_stored_at", "blobs", ["stored_at"])
    op.create_index("ix_blobs_case_id_purpose", "blobs", ["case_id", "purpose"])
    op.create_table(
        "wrapped_keys",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("wrapped", sa.LargeBinary),
        sa.Column("destroyed_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("case_id", "purpose", name="pk_wrapped_keys"),
    )
    op.create_table(
        "checkpoints",
        sa.Column("n", COUNTER, autoincrement=True, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_checkpoints"),
    )
    op.create_table(
        "views",
        sa.Column("n", COUNTER, autoincrement=True, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("actor_id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("what", ID, nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_views"),
    )
    op.create_index("ix_views_day", "views", ["day"])
