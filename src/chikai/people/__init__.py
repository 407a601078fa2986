"""Persons: what identifies them, how old they are, and whether two papers mean the same one."""
