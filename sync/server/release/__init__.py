"""What researchers receive: microdata that was checked, their codebook, and what was lost."""
