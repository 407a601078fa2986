"""The command line: one verb per use case, in Japanese and English, for people and programs."""
