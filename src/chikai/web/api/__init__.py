"""The face for programs: JSON, tokens, findings; and the inbound Data Rights Protocol."""
