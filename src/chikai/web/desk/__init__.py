"""The desk: where staff open envelopes and bring each case to its end."""
