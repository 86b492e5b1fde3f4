"""Immutable clinical values, one noun a file, each with a lossless codec to its FHIR R4 resource; knows no disk, no screen."""
