"""A first policy file from a published page. What the page does not say is asked, never written."""
