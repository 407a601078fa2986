"""Mail to the desk: what came, what became of it, and what a template letter claims. Pure."""
