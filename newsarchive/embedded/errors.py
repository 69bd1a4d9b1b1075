"""The one error of the embedded servers: its text is a whole sentence for the person at the keyboard."""


class EmbeddedError(Exception):
    """A server cannot be started, reached or stopped; says what is wrong and what to do."""
