"""Rings of keys, so that a destruction wraps anew the keys of one ring only."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "key_rings",
        sa.Column("number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_key_rings"),
    )
    op.add_column("wrapped_keys", sa.Column("ring", sa.BigInteger))
    op.create_index("ix_wrapped_keys_ring", "wrapped_keys", ["ring"])
    op.execute("UPDATE wrapped_keys SET ring = 0 WHERE wrapped IS NULL")
