"""Duties of the business: one package per duty."""
