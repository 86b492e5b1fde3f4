"""The office hub: the same store, served to nurses' laptops and common clients over FHIR REST.

``interactions`` says what each request means, on the one thread that owns the record; ``web`` carries it over
HTTPS. What a laptop may see and change is its nurse's caseload. Nothing is deleted, nothing is overwritten
without its version being named where the laptop can name it, and every commit has its place in one order.
"""
