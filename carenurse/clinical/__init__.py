"""Immutable clinical values, one noun a file, each lossless to and from its FHIR R4 resource; no disk."""
