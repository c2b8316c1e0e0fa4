"""What desks share: the feed of a hub, over HTTP or NATS JetStream."""
