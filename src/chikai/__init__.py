"""Chikai (誓い): the policy a company publishes is the program that runs."""
