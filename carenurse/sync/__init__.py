"""The only network client: brings the record to the office and the office's changes back, losing nothing.

``run.synchronize`` is one run, a generator that may be closed wherever it yields. It works on a ``Session``:
the wire (``http_wire`` is the real one), the office's profile, and ``keep``, which runs each commit point of
the store's journal. ``planning``, ``bundles``, ``canonical``, ``merge`` and ``answers`` are pure.

Nothing here decides for the nurse: what cannot be merged is a conflict that she reads. Nothing is sent again
before it is known what became of it: receipts (``resolving``) tell, and the ``gate`` where a server keeps no
guard of its own; where it gives the ids and may find late what it has, new things go into ``places``. Nothing
is written over, and nothing taken for news, before the laptop has seen that the office is as it was left: one
that was restored from a backup ends the run, and the next compares.
"""
