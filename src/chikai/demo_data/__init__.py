"""The fictional people and databases of the demo, the journeys and the tests.

Nobody here exists. Addresses lie in 架空区 (a ward that is none), numbers begin with 03-0000 and
090-0000, postal codes with 000, and mail goes to example.jp and example.com (RFC 2606).
"""
