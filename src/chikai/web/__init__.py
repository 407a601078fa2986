"""The web face: the desk for staff, the portal for requesters. Routing only; the rules are inside."""
