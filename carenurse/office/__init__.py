"""The office hub: the same store, served to nurses' laptops and common clients over FHIR REST.

``interactions`` says what each request means, on the one thread that owns the record; ``web`` carries it over
HTTPS. What a laptop may see and change is its nurse's caseload. Nothing is deleted, nothing is overwritten
without its version being named where the laptop can name it, and every commit has its place in one order.

``$sync-push``, ``$manifest`` and ``$deposit`` are for clients that keep no receipts of their own. Our laptop
sends plain transactions, to us as to any FHIR server: over 1 Mbit/s and 200 ms a visit is one turn either way
(26 KB, 7 KB packed). After a lost answer the receipt costs one small question more; an answer kept for each
visit 120 days would be some 80 MB for thirty nurses. Whether both have the same, ``$digest`` tells at once.
"""
