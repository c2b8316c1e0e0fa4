"""Pure functions from a passage to candidates with spans and canonical values."""
