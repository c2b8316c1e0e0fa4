"""What a hub counts, in a registry of its own."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Measures:
    """``threadline_hub_…`` as Prometheus reads it."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.received = Counter(
            "threadline_hub_webhooks", "Webhooks answered with 200", registry=registry
        )
        self.refused = Counter(
            "threadline_hub_refused", "Requests refused", ["reason"], registry=registry
        )
        self.durable = Histogram(
            "threadline_hub_durable_seconds",
            "From the end of a webhook's headers until it was durable",
            buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self.bytes = Counter(
            "threadline_hub_webhook_bytes", "Bytes of webhooks taken", registry=registry
        )
        self.connections = Gauge(
            "threadline_hub_connections", "Connections that are open", registry=registry
        )
        self.held = Gauge(
            "threadline_hub_held_bytes", "Bytes being taken in or given out", registry=registry
        )
        self.fetched = Counter(
            "threadline_hub_media", "Tries to fetch a file", ["result"], registry=registry
        )
        self.due = Gauge("threadline_hub_media_due", "Files to be fetched", registry=registry)
        self.oldest = Gauge(
            "threadline_hub_media_oldest_seconds",
            "How long the oldest of them has waited",
            registry=registry,
        )
        self.updates = Gauge(
            "threadline_hub_updates", "Number of the newest update", registry=registry
        )
        self.free = Gauge(
            "threadline_hub_disk_free_bytes", "Free on the disk of the data", registry=registry
        )
        self.behind = Gauge(
            "threadline_hub_desk_behind", "Updates a desk has not read", ["desk"],
            registry=registry,
        )  # fmt: skip
        self.reading = Gauge(
            "threadline_hub_desk_connected", "1 while a desk reads", ["desk"], registry=registry
        )
