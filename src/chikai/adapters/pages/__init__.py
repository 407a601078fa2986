"""What is published, as HTML: one file a page, nothing fetched from anywhere."""
