"""HTML, plain text and PDF as the same row of sentences."""
