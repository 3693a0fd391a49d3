"""``manage.py simulate_records``: made-up patients, written as an import does it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registry.models import Patient
from registry.services.simulating import simulate, simulated_centres


class Command(BaseCommand):
    """Write simulated patients with history, visits and clocks; derive nothing."""

    help = "Fill an empty registry with simulated patients (see also: simulate)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many and the seed."""
        parser.add_argument("--patients", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the patients, and say how many records they have."""
        if Patient.objects.exists():
            raise CommandError(
                "This registry has patients already. Simulate into an empty one: name "
                "another folder in VAR_DIR."
            )
        numbers = range(1, options["patients"] + 1)
        records = sum(simulate(numbers, options["seed"], simulated_centres()))
        self.stdout.write(f"patients: {options['patients']}, records: {records}")
