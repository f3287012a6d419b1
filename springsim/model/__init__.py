"""What a scene is: partial losses, pair laws, springs, domains, the scene itself, its file, and scenes by name."""
