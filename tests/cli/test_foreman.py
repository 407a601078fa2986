"""The foreman of `chikai serve`: he starts a worker where there is work, and does not start one
after the other where they all fail."""

from __future__ import annotations

import subprocess
import sys

import pytest

from chikai.cli import foreman
from chikai.cli.answer import OPEN_QUESTIONS, UNAVAILABLE


class Standing(foreman.Foreman):
    """There is always work; a worker is a process that ends at once, as it is told to."""

    def __init__(self, root, code):
        super().__init__(root)
        self.code, self.started = code, 0

    def _has_work(self, where):
        return where.id == "enigmo"

    def _start(self, company):
        self.started += 1
        worker = subprocess.Popen([sys.executable, "-c", f"import os; os._exit({self.code})"])
        worker.wait()
        return worker


@pytest.fixture
def root(tmp_path):
    (tmp_path / "enigmo").mkdir()
    (tmp_path / "enigmo" / "store.db").touch()
    return tmp_path


@pytest.mark.parametrize("code", [0, OPEN_QUESTIONS])
def test_a_worker_that_came_to_its_end_is_followed_by_the_next(root, code):
    boss = Standing(root, code)
    for _ in range(3):
        boss.look()
    assert boss.started == 3


def test_a_worker_that_could_not_work_is_tried_again_later(root):
    boss = Standing(root, UNAVAILABLE)
    for _ in range(foreman.ANYWAY - 1):
        boss.look()
    assert boss.started == 1
    boss.look()
    assert boss.started == 2


def test_nobody_looks_into_a_company_that_is_not_set_up(tmp_path):
    boss = Standing(tmp_path, 0)
    for _ in range(foreman.ANYWAY):
        boss.look()
    assert boss.started == 0 and list(tmp_path.iterdir()) == []
