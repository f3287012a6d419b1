"""What moves points: gradient descent, recorded, and settling to an equilibrium, one scene or many at once."""
