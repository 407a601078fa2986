"""The journeys (a) to (q) of the request desk, each a story that a privacy officer can follow."""
