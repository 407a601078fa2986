"""Arts. 32(2) to 39: the request desk."""
