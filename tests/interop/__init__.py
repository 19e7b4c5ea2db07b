"""What is taken elsewhere arrives whole, and is read there as it is meant."""
