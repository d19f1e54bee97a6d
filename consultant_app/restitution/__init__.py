"""From a diagnosis to paper: one pure view model, one renderer per output."""
