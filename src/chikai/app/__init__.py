"""Use cases, one function per verb. Each takes `home: Home`, a frozen dataclass of ports."""
