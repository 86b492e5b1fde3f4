"""Every fault of networks, offices and people, in seeded order, over the real store and sync code.

``python -m tests.simulation --schedules 2000 --seed 1`` runs so many; a failing seed is printed and runs
again by itself. One thread, a virtual clock, no sleeping: a schedule is the same whenever it is run.
"""
