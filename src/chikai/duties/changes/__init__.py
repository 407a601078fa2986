"""Objections to a change of the policy: received, tested, acknowledged, the old version kept."""
