"""The letters of the request desk, from one decision record."""
