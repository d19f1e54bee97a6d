"""The pages of the main window, one job each."""
