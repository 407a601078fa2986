"""What a change of a policy obliges to: its edits, the duty behind each, a plan, and its reach."""
