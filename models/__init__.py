"""Local language models: worker process, client, prompts, and the starter model."""
