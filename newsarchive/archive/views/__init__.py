"""Pages: each parses what was asked, calls one query or service, and renders."""
