"""The web face: a desk for staff, a portal for requesters. Routing; the rules are inside."""
