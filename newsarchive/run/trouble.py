"""What stops a start; its text is a whole sentence for the person at the keyboard."""


class RunError(Exception):
    """The archive cannot start or go on; says why, and what to do."""
