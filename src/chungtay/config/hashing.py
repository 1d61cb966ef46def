"""How passwords are hashed: Argon2id with the smallest cost that OWASP names for storing passwords (46 MiB, one
pass, one lane).

At a month's end 3,000 people sign in within half an hour: at Django's own cost (100 MiB, two passes) they would
take a third of two cores, and sixteen at once 1.6 GB. A hash of another cost is made anew when its owner signs in next.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """46 MiB, one pass, one lane."""

    memory_cost = 47_104
    time_cost = 1
    parallelism = 1
