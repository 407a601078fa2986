"""The vault: sealed blobs, the keys that open them, and how keys are destroyed."""
