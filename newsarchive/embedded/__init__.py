"""The PostgreSQL and the Valkey that serve when no DATABASE_URL or REDIS_URL is given.

    with embedded.for_command(var) as use:
        ...

Sockets in a private folder, nothing on TCP; whoever comes first starts them, whoever leaves last stops them.
"""

from newsarchive.embedded.errors import EmbeddedError
from newsarchive.embedded.places import Place
from newsarchive.embedded.supervise import Use, Wanted, ensure, for_command, stop_unused, wanted_from_environment

__all__ = ["EmbeddedError", "Place", "Use", "Wanted", "ensure", "for_command", "stop_unused", "wanted_from_environment"]
