"""Statutes as code, in statute order; pure."""
