"""What each page says, from the cube and the catalogue."""
