"""What `scoreline check` looks at: a workspace's settings, its own definitions, and its matrices. Mistakes are values here, not raised."""
