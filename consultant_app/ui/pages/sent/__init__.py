"""What has left, what waits, what was refused."""
