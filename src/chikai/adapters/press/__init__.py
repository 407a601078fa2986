"""Presses: a letter on paper (PDF/A by typst) and the same letter as plain text."""
