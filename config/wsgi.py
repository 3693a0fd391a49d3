"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# Everything that pages need is loaded now, and stays: the collector would else look
# through all of it whenever a request makes many objects, such as a study's results.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
