"""What one company promises: model, load, show. Data in, data out."""
