"""The log of views, in a table of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from chikai.adapters import views as log
from chikai.adapters.failpoints import Failpoint, no_failpoint
from chikai.adapters.sql.database import Database
from chikai.adapters.sql.tables import views
from chikai.adapters.views import View
from chikai.ports import Look


class SqlViews:
    """Implements `chikai.ports.Views`."""

    def __init__(self, database: Database, *, failpoint: Failpoint = no_failpoint) -> None:
        self._database, self._failpoint = database, failpoint

    def log(self, *, actor_id: str, case: str, what: str, at: datetime) -> None:
        view = log.View.checked(actor_id=actor_id, case=case, what=what, at=at)
        with self._database.writing() as connection:
            connection.execute(
                insert(views).values(
                    day=view.day,
                    at=view.at,
                    actor_id=view.actor_id,
                    case_id=view.case,
                    what=view.what,
                )
            )
            self._failpoint("views.log.before_commit")
        self._failpoint("views.log.after_commit")

    def digest(self, day: str) -> tuple[int, str]:
        return log.digest(self._of(day))

    def looks(self, day: str) -> Sequence[Look]:
        return [view.look() for view in self._of(day)]

    def _of(self, day: str) -> list[View]:
        query = select(views).where(views.c.day == day).order_by(views.c.n)
        with self._database.glancing() as connection:
            rows = connection.execute(query)
            return [View(r.day, r.at, r.actor_id, r.case_id, r.what) for r in rows]
