"""Have ``migrate`` run once, after which roles are written by whoever may give them.

The triggers and what they ask are made from the policy after each migration
(``registry.access.granting``).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0039_counts_of_centres"),
    ]
    operations = []
