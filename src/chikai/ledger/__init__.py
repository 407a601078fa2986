"""What is held where: mappings of the company databases to the ids of its policy."""
