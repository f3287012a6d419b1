// d3-force as it comes: link for similar pairs and many-body, timed here, where node has warmed up.
// Reads one scene a line as JSON, {positions: [[x, y], …], links: [[i, j], …], ticks}; answers {ms, spread} a line.

import { createInterface } from "node:readline";
import { forceLink, forceManyBody, forceSimulation } from "d3-force";

for await (const line of createInterface({ input: process.stdin })) {
  const { positions, links, ticks } = JSON.parse(line);
  const nodes = positions.map(([x, y]) => ({ x, y }));
  const simulation = forceSimulation(nodes)
    .stop()
    .force("link", forceLink(links.map(([source, target]) => ({ source, target }))))
    .force("charge", forceManyBody());
  const start = performance.now();
  simulation.tick(ticks);
  const ms = performance.now() - start;
  const spread = Math.max(...nodes.map(({ x, y }) => Math.hypot(x, y)));
  console.log(JSON.stringify({ ms, spread }));
}
