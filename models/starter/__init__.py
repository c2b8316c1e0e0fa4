"""The starter model: corpus, recipe, and the GGUF that ships."""
