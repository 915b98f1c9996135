// SPDX-License-Identifier: GPL-3.0-or-later
// The network as the canvas has it: layers and links, the shared parameters and what reads them.

const nodeWidth = 158, nodeHeight = 50, sharedHeight = 34;
const shortened = (text, most = 20) => text.length > most ? text.slice(0, most - 1) + "…" : text;
const parameterStyle = parameter => "use" + ((parameter.colour % 6) + 6) % 6;

function linkPath(from, to) {
  const [x1, y1, x2, y2] = [from.x + nodeWidth, from.y + nodeHeight / 2, to.x, to.y + nodeHeight / 2];
  const bend = Math.max(30, Math.abs(x2 - x1) / 2);
  return make("path", { class: "link", d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` });
}

/** From the parameter to the layer that reads it, and how it reads it: the line, and its label to be drawn above all. */
function tiePath(parameter, layer, view) {
  const isBelow = parameter.y > layer.y, style = parameterStyle(parameter);
  const x1 = parameter.x + nodeWidth / 2, y1 = parameter.y + (isBelow ? 0 : sharedHeight);
  const x2 = layer.x + nodeWidth / 2, y2 = layer.y + (isBelow ? nodeHeight : 0), bend = (y2 - y1) / 2;
  return [make("path", { class: "tie " + style, d: `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}` }),
    make("text", { class: "view " + style, x: x1 * .35 + x2 * .65, y: y1 * .35 + y2 * .65 + 4 }, shortened(view))];
}

const layerBox = layer => make("g", {}, make("title", {}, `${layer.name}, ${layer.type}`),
  make("rect", { class: "layer", x: layer.x, y: layer.y, width: nodeWidth, height: nodeHeight, rx: 9 }),
  make("text", { x: layer.x + nodeWidth / 2, y: layer.y + 22, "font-weight": 600 }, shortened(layer.name)),
  make("text", { class: "type", x: layer.x + nodeWidth / 2, y: layer.y + 39 }, shortened(layer.type, 25)));
const parameterBox = parameter => make("g", { class: parameterStyle(parameter) },
  make("rect", { class: "shared", x: parameter.x, y: parameter.y, width: nodeWidth, height: sharedHeight, rx: sharedHeight / 2 }),
  make("text", { x: parameter.x + nodeWidth / 2, y: parameter.y + 22, "font-weight": 600 }, shortened(parameter.name)));

function networkCard() {
  const { layers, parameters } = data.network;
  if (!layers.length) return null;
  const layerOf = new Map(layers.map(layer => [layer.id, layer])), parameterOf = new Map(parameters.map(p => [p.id, p]));
  const links = data.network.links.filter(link => link.every(id => layerOf.has(id)));
  const ties = data.network.ties.filter(tie => parameterOf.has(tie.parameter) && layerOf.has(tie.layer));
  const xs = [...layers, ...parameters].map(node => node.x), ys = [...layers, ...parameters].map(node => node.y), edge = 8;
  const left = least(xs) - edge, width = greatest(xs) + nodeWidth + edge - left;
  const top = least(ys) - edge, height = greatest(ys) + nodeHeight + edge - top;
  const drawnTies = ties.map(tie => tiePath(parameterOf.get(tie.parameter), layerOf.get(tie.layer), tie.view));
  const svg = make("svg", { viewBox: `${left} ${top} ${width} ${height}`, role: "img",
    // As large as it can be, and not so small that its names cannot be read.
    style: `max-width:${Math.round(width * 1.1)}px;min-width:${Math.round(width * .6)}px`,
    "aria-label": `The network: ${layers.length} layers, ${parameters.length} shared parameters, which the list beneath names` },
  ...links.map(([from, to]) => linkPath(layerOf.get(from), layerOf.get(to))), ...drawnTies.map(([line]) => line),
  ...layers.map(layerBox), ...parameters.map(parameterBox), ...drawnTies.map(([, label]) => label));

  const reads = parameter => ties.filter(tie => tie.parameter === parameter.id).map(tie =>
    `${layerOf.get(tie.layer).name}.${tie.slot}` + (tie.view === parameter.name ? "" : ` as ${tie.view}`)).join(", ");
  return make("section", { class: "card network" }, make("div", { class: "head" }, make("h2", {}, "The network, and what is tied")),
    make("div", { class: "scroll", tabindex: "0" }, svg),
    make("ul", { class: "plain" }, ...parameters.map(p => make("li", { class: parameterStyle(p) },
      make("span", { class: "dot" }), make("strong", {}, p.name), " is read by ", reads(p))),
    parameters.length ? null : make("li", {}, "No parameter is shared.")));
}
