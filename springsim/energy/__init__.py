"""The loss of a scene and its derivatives: forces, Hessian, stability, and the loss over the place of one point."""
