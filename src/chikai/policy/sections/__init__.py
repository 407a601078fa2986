"""The parts of a policy beside the request procedure, one module per duty. All are optional."""
