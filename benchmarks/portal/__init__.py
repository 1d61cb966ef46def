"""Public pages beside a bare page of Django's cache on the same server, and what a phone on a slow line sees when."""
