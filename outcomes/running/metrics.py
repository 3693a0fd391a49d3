"""The same state as Prometheus reads it."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from outcomes.running.state import Running
from outcomes.version import code_version


class _Gauges(Collector):
    """The gauges of one moment."""

    def __init__(self, found: Running) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        """Yield every gauge."""
        waiting = GaugeMetricFamily(
            "dayzero_queue_waiting", "Work that waits", labels=["queue"]
        )
        lag = GaugeMetricFamily(
            "dayzero_queue_lag_seconds",
            "Seconds since the oldest work of a queue came",
            labels=["queue"],
        )
        for name, queue in self._found.queues.items():
            waiting.add_metric([name], queue.waiting)
            lag.add_metric([name], queue.lag)
        yield from (waiting, lag)
        yield GaugeMetricFamily(
            "dayzero_patients_set_aside",
            "Patients whose records could not be derived",
            value=len(self._found.failures),
        )
        if self._found.computed_at:
            yield GaugeMetricFamily(
                "dayzero_figures_computed_timestamp_seconds",
                "When a figure was last computed",
                value=self._found.computed_at.timestamp(),
            )
        yield InfoMetricFamily(
            "dayzero_code", "The code that runs", value={"version": code_version()}
        )


def as_text(found: Running) -> bytes:
    """Return the state in Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(_Gauges(found))
    return generate_latest(registry)
