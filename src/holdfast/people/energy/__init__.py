"""Body mass of adults on what they eat."""
