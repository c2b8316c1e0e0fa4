"""History from files: what a messenger itself exports."""
