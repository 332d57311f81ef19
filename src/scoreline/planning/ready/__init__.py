"""Ready matrices by role: what to start from, never what to adopt as it stands."""
