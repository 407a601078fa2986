"""Jobs: a board of how far each one is, and workers that do them, in memory or with DBOS."""
