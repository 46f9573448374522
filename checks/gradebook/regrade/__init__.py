"""Grade again what a gradebook holds the evidence of, by the lab of today: see what changes, then let it be so."""
