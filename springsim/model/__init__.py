"""What a scene is: partial losses, springs, domains, the scene itself, its file, and scenes by name."""
