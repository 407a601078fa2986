"""Large blobs in parts, so that none of them is ever whole in memory."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blob_parts",
        sa.Column("blob_id", sa.String(100), nullable=False),
        sa.Column("n", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("stored_at", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("blob_id", "n", name="pk_blob_parts"),
    )
    op.create_index("ix_blob_parts_stored_at", "blob_parts", ["stored_at"])
