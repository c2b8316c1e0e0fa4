"""The process that holds a model: llama.cpp is imported here and nowhere else."""
