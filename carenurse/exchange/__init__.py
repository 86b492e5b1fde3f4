"""Files in and out: FHIR bundles as other systems write them, and sealed files of our own.

A sealed file (age) is one of three. A *sealed copy* holds records of whoever exported it, and nothing counts
as sent by it. A *sealed parcel* holds what waits for the office, on a stick in the place of a network; its
*answer* says what of it the office has, and only then does it count as sent.
"""
