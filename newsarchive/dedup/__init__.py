"""Words, shingles, signatures, likeness and linkage. Pure: knows neither Django nor wire formats."""
