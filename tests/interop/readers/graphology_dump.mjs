// Reads each file as graphology does, and prints what it then has as JSON, an object a line.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const Graph = require("graphology");
const gexf = require("graphology-gexf");
const graphml = require("graphology-graphml");

function read(file) {
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".gexf")) return gexf.parse(Graph, text, { allowUndeclaredAttributes: false });
  if (file.endsWith(".graphml")) return graphml.parse(Graph, text);
  return Graph.from(JSON.parse(text));
}

for (const file of files) {
  const graph = read(file);
  const nodes = graph.mapNodes((id, { label, ...attributes }) => ({ id, label, attributes }));
  const ties = graph.mapEdges((id, { weight, ...attributes }, source, target) => ({
    id, source, target, weight, kind: attributes.kind, attributes,
  }));
  console.log(JSON.stringify({ directed: graph.type === "directed", multi: graph.multi, nodes, ties }));
}
