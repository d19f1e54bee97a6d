"""What leaves the laptop: the only room that imports `sync`."""
