"""Recognisers, one module per part of a policy: sentences in, the keys of that part out."""
