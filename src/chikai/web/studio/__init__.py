"""The policy studio: the company's promises to browse, edit, preview, compare and publish."""
