"""Days and hours as the archive writes them: 24 hours, and a moment with its zone."""

DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i T"
