"""Files in and out: FHIR bundles as other systems write them, sealed parcels for the office."""
