// Reads each file as Cytoscape.js does, without a page, and prints what it then has as JSON, an object a line.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, ...files] = process.argv.slice(2);
const cytoscape = createRequire(`${folder}/`)("cytoscape");

for (const file of files) {
  const { elements, directed } = JSON.parse(readFileSync(file, "utf8"));
  const graph = cytoscape({ elements, headless: true, layout: { name: "preset" } });
  const nodes = graph.nodes().map((node) => {
    const { id, name, ...attributes } = node.data();
    return { id, label: name, position: node.position(), attributes };
  });
  const ties = graph.edges().map((edge) => {
    const { id, source, target, weight, interaction, ...attributes } = edge.data();
    return { id, source, target, weight, kind: interaction, attributes };
  });
  console.log(JSON.stringify({ directed, nodes, ties }));
}
