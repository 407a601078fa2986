"""The five policies as they are shipped, and everything each of them publishes."""

from datetime import date
from functools import cache

from chikai.adapters.pages import FilePages
from chikai.app.publishing import Publication, publication
from chikai.policies import shipped
from chikai.policy.load import load
from chikai.policy.model import Policy

DAY = date(2026, 11, 21)


@cache
def policy_of(company: str) -> Policy:
    newest = shipped(company)[-1]
    return load(newest.text, file=newest.name)


@cache
def published(company: str) -> Publication:
    return publication((policy_of(company),), on=DAY, pages=FilePages())
