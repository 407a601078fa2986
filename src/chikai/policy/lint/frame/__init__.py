"""What every rule of the lint stands on: the rule itself, the run, the gap table, edits, SARIF."""
