"""The demo: five companies, their fictional people, and the journeys a request can make."""
