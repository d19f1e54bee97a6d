"""What leaves, the agreement, the signature."""
