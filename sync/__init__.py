"""The path from laptop to région and back; knows no dossier, imports nothing of the laptop."""
