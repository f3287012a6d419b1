"""Questions asked of many runs: sweeps over margins, distinct equilibria, landscapes, bifurcations."""
