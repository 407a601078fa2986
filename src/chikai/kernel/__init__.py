"""Ideas that know no law and do no I/O: truth, citation, rule, decision, flow, calendar, text."""
