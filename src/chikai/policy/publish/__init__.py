"""What a company publishes, made from its policy: pages, request forms and data for machines."""
