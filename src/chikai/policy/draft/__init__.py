"""A first policy file from a published page. Nothing the page does not say is written as a value."""
