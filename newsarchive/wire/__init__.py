"""Bytes in, articles out. Pure: knows neither Django nor the comparing of texts."""
