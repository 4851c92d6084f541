"""Each rule as a textbook prints it, in plain NumPy: shown to readers, and the tests' oracle.

`gradient` maps a point to its gradient; each function returns all `steps + 1` points. None of
them ever runs a race. One module for each family.
"""
