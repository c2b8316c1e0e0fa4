"""What `threadline doctor` looks at: each step fetched thinly and judged purely."""
