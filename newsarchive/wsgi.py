"""The WSGI application gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")

application = get_wsgi_application()

# What is loaded by now stays for as long as the process: looking through all of it again and again for what can be
# thrown away took a tenth of a second every few pages.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
