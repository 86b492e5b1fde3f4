"""Every fault of networks, offices and people, in seeded order, over the real store and sync code.

``python -m tests.simulation --schedules 2000 --seed 1`` runs so many; a failing seed is printed and runs
again by itself. One thread, a virtual clock, no sleeping: a schedule is the same whenever it is run.

Which module: ``place``, ``people``, ``units``, ``photos``, ``looks``, ``running``, ``moments`` and ``world``
are one schedule (where, who, what is seen, what hurts most); ``office``, ``given``, ``native`` and ``blobs``
the servers, ``network`` the way to them; ``scene`` sets up one case for a test of its own. ``test_stateful``
lets Hypothesis choose the order instead of a seed. ``fault_list`` says who makes each fault of the protocol.
"""
