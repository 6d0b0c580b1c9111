"""The application as servers load it: `granian --interface wsgi landbridge.entrypoints.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "landbridge.entrypoints.settings")
application = get_wsgi_application()
