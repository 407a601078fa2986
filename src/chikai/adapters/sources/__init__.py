"""The company's real databases, read through their mappings."""
