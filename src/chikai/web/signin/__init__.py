"""Signing in at one company's desk, and who may see which page of it."""
