// Prints, as JSON, which texts the board's scripts ask for: node tests/app/used_texts.mjs FILE…
// ids: said outright; composed: put together, as the template that it is; filled: for each call of `fill` the ids and the gaps.
import { readFileSync } from "node:fs";
import { KEYS } from "eslint-visitor-keys";
import * as espree from "espree";

const ids = new Set();
const composed = new Set();
const filled = [];

/** Whether an expression is the table of texts: `t`, `texts`, `board.texts`, `this.board.texts` … */
function isTexts(node) {
  if (node.type === "Identifier") return node.name === "t" || node.name === "texts";
  return node.type === "MemberExpression" && !node.computed && isTexts(node.property);
}

/** The ids that an expression can be, those put together as their template. */
function idsOf(node, source) {
  if (node.type === "Literal") return { ids: [node.value], composed: [] };
  if (node.type === "ConditionalExpression") return both(idsOf(node.consequent, source), idsOf(node.alternate, source));
  if (node.type === "TemplateLiteral") return { ids: [], composed: [source.slice(node.start + 1, node.end - 1)] };
  return { ids: [], composed: ["${" + source.slice(node.start, node.end) + "}"] };
}

/** The ids of the texts that an expression can be; none where it is no text. */
function textsOf(node, source) {
  if (node.type === "ConditionalExpression") return both(textsOf(node.consequent, source), textsOf(node.alternate, source));
  if (node.type !== "MemberExpression" || !isTexts(node.object)) return { ids: [], composed: [] };
  return node.computed ? idsOf(node.property, source) : { ids: [node.property.name], composed: [] };
}

function both(one, other) {
  return { ids: [...one.ids, ...other.ids], composed: [...one.composed, ...other.composed] };
}

function visit(node, source) {
  if (node.type === "MemberExpression") {
    const found = textsOf(node, source);
    for (const id of found.ids) ids.add(id);
    for (const template of found.composed) composed.add(template);
  }
  if (node.type === "CallExpression" && node.callee.name === "fill" && node.arguments[1]?.type === "ObjectExpression") {
    const { properties } = node.arguments[1];
    const open = properties.some((property) => property.type === "SpreadElement"); // more gaps than can be read here
    if (!open) filled.push({ ...textsOf(node.arguments[0], source), gaps: properties.map(({ key }) => key.name) });
  }
  for (const key of KEYS[node.type] ?? []) {
    for (const child of [node[key]].flat()) if (child) visit(child, source);
  }
}

for (const file of process.argv.slice(2)) {
  const source = readFileSync(file, "utf8");
  visit(espree.parse(source, { ecmaVersion: "latest", sourceType: "module" }), source);
}
process.stdout.write(JSON.stringify({ ids: [...ids], composed: [...composed], filled }));
