// SPDX-License-Identifier: GPL-3.0-or-later
// node run_page.mjs PAGE.html: runs the page's script as a browser would, presses every button, opens what is folded,
// moves over each plot and prints it. Prints {"text", "badges", "faults"} as JSON: what a reader has before anything is
// pressed, and what is wrong.
import { readFile } from "node:fs/promises";
import { browser, shownText } from "./document.mjs";

const html = await readFile(process.argv[2], "utf8");
const scripts = [...html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
const data = scripts.find(([, attributes]) => attributes.includes("application/json"))[2];
const code = scripts.filter(([, attributes]) => !attributes.trim()).map(script => script[2]);
const faults = [];
if (code.length !== 1) faults.push(`the page has ${code.length} scripts, not one`);
if (/<(script|link|img|iframe)[^>]*(src|href)=|@import|url\((?!#)/i.test(html.replace(data, ""))) faults.push("the page loads something");

const { main, window, names, settle } = browser(data);
window.getSelection = () => ({ removeAllRanges() {}, addRange() {} });
new Function(...Object.keys(names), code[0])(...Object.values(names));
settle();

function check(when) {
  for (const element of main.all()) {
    for (const [name, value] of element.attributes)
      if (/NaN|undefined|Infinity|\[object/.test(value) && !(name === "d" && value === "")) faults.push(`${when}: <${element.tag} ${name}="${value.slice(0, 60)}">`);
    if (element.tag === "th" && !element.getAttribute("scope") && html.includes("ligature-comparison")) faults.push(`${when}: a th has no scope: ${element.textContent}`);
    if (element.tag === "svg" && !element.getAttribute("aria-label") && !element.getAttribute("aria-hidden") && html.includes("ligature-comparison")) faults.push(`${when}: a picture has no label`);
    if (["img", "iframe", "script", "b"].includes(element.tag)) faults.push(`${when}: a text became <${element.tag}>`);
  }
  const wrong = shownText(main).match(/.{0,30}(NaN|undefined|Infinity|\[object|null).{0,30}/);
  if (wrong) faults.push(`${when}: "${wrong[0]}"`);
}

const text = shownText(main);
check("at first");
const badges = [...main.all("span")].filter(span => (span.getAttribute("class") ?? "").startsWith("badge ")).map(span => span.textContent);
for (const details of [...main.all("details")]) {
  details.open = true;
  details.fire("toggle");
}
settle();
check("opened");

/** What a plot's table says of each arm at its last point. */
function told(svg) {
  svg.fire("pointermove", { clientX: 990 });
  const rows = [...svg.parent.all("div")].flatMap(tip => [...tip.all("tr")]).map(row => [...row.all("td")].map(cell => cell.textContent));
  return new Map(rows.map(cells => [cells.slice(0, -1).join(""), cells.at(-1)]));
}
for (const card of [...main.all("section")].filter(card => [...card.all("button")].some(button => button.getAttribute("class") === "series"))) {
  const arms = [...card.all("button")].filter(button => button.getAttribute("class") === "series");
  const plot = () => [...card.all("svg")].find(svg => svg.getAttribute("role") === "img");
  if (!plot()) continue;
  const before = told(plot());
  for (const arm of arms) {
    arm.fire("click");
    if (arm.getAttribute("aria-pressed") !== "false") faults.push(`${arm.textContent} stays on`);
    const after = plot() ? told(plot()) : new Map();
    for (const [name, figure] of after) if (before.get(name) !== figure) faults.push(`hiding ${arm.textContent} makes ${before.get(name)} of ${name} ${figure}`);
    check(`without ${arm.textContent}`);
    arm.fire("click");
  }
}
for (const button of [...main.all("button")]) {
  button.fire("click");
  settle();
  check(`after ${button.textContent}`);
}
for (const svg of [...main.all("svg")]) {
  svg.fire("pointermove", { clientX: 500 });
  svg.fire("keydown", { key: "ArrowLeft" });
  check("under the pointer");
  svg.fire("pointerleave");
}
window.fire("beforeprint");
settle();
check("on paper");
window.fire("afterprint");
console.log(JSON.stringify({ text, badges, faults: [...new Set(faults)] }));
