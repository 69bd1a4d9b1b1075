"""How days and hours are written where nothing else is asked for, a package a language."""
