"""Type checks: checked, never run."""
