"""The tray: what requesters keep here for a while, sealed under their codes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tray",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("until", sa.BigInteger),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_tray"),
    )
    op.create_index("ix_tray_until", "tray", ["until"])
