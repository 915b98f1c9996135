// SPDX-License-Identifier: GPL-3.0-or-later
// The page, from the answer down to what it takes to repeat it.

const groups = data.groups, isSeveral = groups.length > 1;
const card = (title, ...content) =>
  make("section", { class: "card" }, make("div", { class: "head" }, make("h2", {}, title)), ...content);

function header() {
  const facts = [
    `${armNames.length} arms: ${armNames.map(titleOf).join("; ")}`,
    pairCount,
    isSeveral ? `${groups.length} settings` : "",
    `compared by ${inSentence(data.compared_by)} on samples that were not trained on`,
    data.learning_rates_tried ? `${data.learning_rates_tried} learning rates tried for each arm first` : "learning rates as set, not tuned",
  ];
  return make("header", {},
    make("div", { class: "kind" }, ["Ligature comparison", data.date].filter(Boolean).join(" · ")),
    make("h1", {}, data.project), data.description ? make("p", {}, data.description) : null,
    make("p", { class: "facts" }, facts.filter(Boolean).join(" · ")));
}

function unfinishedCard() {
  const missing = data.runs - data.done;
  return missing <= 0 ? null : make("section", { class: "card notice" }, make("h2", {}, "Not all runs are through"),
    make("div", {}, `${whole.format(missing)} of ${whole.format(data.runs)} runs are missing; all figures are of those that are through.`));
}

// ---- several settings: first what each of them says --------------------------------------------------------------------
/** What a summary's row says of its setting: only what is not the same in all of them. */
function differingColumns() {
  const columns = data.axes.map(axis => ({ title: upper(words(axis)), cells: groups.map(g => g.values[axis]) }));
  columns.push({ title: "Training samples", cells: groups.map(g =>
    finite(g.training_samples) ? `${whole.format(g.training_samples)} (${percent(g.fraction)})` : percent(g.fraction)) });
  armNames.forEach((name, i) => {
    columns.push({ title: `Parameters, ${titleOf(name)}`, cells: groups.map(g => whole.format(g.arms[i].parameters)) });
    // Where the rate is not tuned, it differs as the axis that sets it does.
    if (data.learning_rates_tried)
      columns.push({ title: `Learning rate, ${titleOf(name)}`, cells: groups.map(g => tickText(g.arms[i].learning_rate)) });
  });
  const differing = columns.filter(column => new Set(column.cells).size > 1);
  return differing.length ? differing : [{ title: "Setting", cells: groups.map((g, i) => String(i + 1)) }];
}

function summaryCard() {
  const [first, ...others] = differingColumns();
  const compared = group => comparedArms(group).map(arm => ({ arm, told: inUnit(arm, baselineOf(group), decisiveKey(arm)) }));
  const answer = ({ arm, told }) => [badge(decisiveOf(arm).against_baseline.verdict),
    told.mean === null ? null : make("small", {}, told.meanText + (told.interval ? ` (${told.intervalText})` : ""))];
  const rows = groups.map((group, i) => row([make("a", { href: "#group-" + (i + 1) }, first.cells[i]), ...others.map(c => c.cells[i]),
    spread(decisiveOf(baselineOf(group))), ...compared(group).map(answer)]));
  const titles = [first.title, ...others.map(c => c.title), `${titleOf(data.baseline)}, mean ± deviation`,
    ...comparedArms(groups[0]).map(arm => arm.title + " beside it")];

  const lines = groups.flatMap(group => compared(group).map(({ arm, told }) => armNames.length > 2
    ? { label: arm.title, place: shortPlaceOf(group), arm: arm.arm, told } : { label: shortPlaceOf(group), arm: arm.arm, told }))
    .filter(line => line.told.mean !== null);
  const chart = make("div", { class: "chart" });
  const isDrawn = lines.length > 1 && lines.length <= 40 && new Set(lines.map(line => line.told.unit)).size === 1;
  const level = isDrawn ? decisiveOf(comparedArms(groups[0])[0]).against_baseline.level : 0;
  if (isDrawn) keepDrawn(chart, width => drawDifferences(chart, lines, width, data.compared_by, level));
  return make("section", { class: "card tables" },
    make("div", { class: "head" }, make("h2", {}, `All ${groups.length} settings: ${inSentence(data.compared_by)}`)),
    tableOf(titles, make("tbody", {}, ...rows)), isDrawn ? chart : null);
}

function groupSection(group, i) {
  const place = placeOf(group);
  const parts = () => [armsCard(group, data.times[i]), pairsCard(group), curveCard(i, place)].filter(Boolean);
  const folded = () => fold("Tables and curves", () => make("div", { class: "group" }, ...parts()),
    { class: "folded", printed: groups.length <= 24 });
  return make("section", { class: "group", id: "group-" + (i + 1) }, isSeveral ? make("h2", {}, upper(place)) : null,
    ...comparedArms(group).map(verdictCard), ...(groups.length > 3 ? [folded()] : parts()));
}

// ---- all settings together ------------------------------------------------------------------------------------------
const armKeys = () => armNames.map(arm => make("span", { class: "whose" }, key(arm), titleOf(arm)));
/** Of each arm the points of these groups, by what `place` says of group and arm. */
const pointsOf = (of, place, text) => armNames.map((name, i) => ({
  arm: name,
  points: of.filter(g => finite(decisiveOf(g.arms[i]).mean) && finite(place(g, g.arms[i]))).map(g => {
    const figure = decisiveOf(g.arms[i]);
    return { x: place(g, g.arms[i]), y: figure.mean, half: halfWidth(figure), text: `${text(g, g.arms[i])}: ${spread(figure)}` };
  }),
})).filter(series => series.points.length);

function efficiencyCard() {
  if (!isFractioned) return null;
  const pointOf = group => Object.entries(group.values).map(([axis, value]) => `${words(axis)} ${value}`).join(", ");
  const names = [...new Set(groups.map(pointOf))], chart = make("div", { class: "chart" });
  let shown = names[0], width = 0;
  const draw = at => {
    width = at;
    const series = pointsOf(groups.filter(g => pointOf(g) === shown), g => g.training_samples,
      (g, arm) => `${arm.title}, ${whole.format(g.training_samples)} samples`);
    if (series.length) drawPoints(chart, series, width, { title: "Sample efficiency", xLabel: "Training samples", joined: true });
    else chart.replaceChildren(make("p", { class: "note" }, "No run is through here."));
  };
  keepDrawn(chart, draw);
  return make("section", { class: "card" },
    make("div", { class: "head" }, make("h2", {}, "Sample efficiency: " + inSentence(data.compared_by)), ...armKeys()),
    make("div", { class: "tools" }, ...choice(names, () => shown, name => { shown = name; if (width) draw(width); })), chart,
    make("p", { class: "note" }, "How much each arm makes of how many training samples: mean over the seeds with the 95 % interval of the mean."));
}

function storageCard() {
  const most = greatest(groups.map(g => g.fraction));
  const series = pointsOf(groups.filter(g => g.fraction === most), (g, arm) => arm.parameters,
    (g, arm) => `${[arm.title, placeOf(g)].filter(Boolean).join(", ")}: ${whole.format(arm.parameters)} parameters`);
  if (series.flatMap(s => s.points).length < 3) return null;
  const higherIsBetter = decisiveOf(groups[0].arms[0]).better === "higher", chart = make("div", { class: "chart" });
  const title = data.compared_by + " by stored parameters";
  keepDrawn(chart, width => drawPoints(chart, series, width, { title, xLabel: "Stored parameters", front: true, higherIsBetter }));
  return make("section", { class: "card" }, make("div", { class: "head" }, make("h2", {}, title), ...armKeys()), chart,
    make("p", { class: "note" }, `Ringed: no other has both fewer parameters and a ${higherIsBetter ? "higher" : "lower"} mean. `
      + "The dashed line is what can be had for so many parameters; the intervals are of each mean alone."
      + (isFractioned ? ` All with ${percent(most)} of the training samples.` : "")));
}

// ---- what it takes to repeat it -------------------------------------------------------------------------------------
function divergencesCard() {
  const found = groups.flatMap(group => group.arms.flatMap(arm => arm.diverged.map(d => ({ group, arm, ...d }))));
  if (!found.length) return null;
  const titles = ["Arm", ...(isSeveral ? ["Setting"] : []), "Seed", "Step", "Layer", "What happened"];
  const rows = () => found.map(({ group, arm, seed, fold, step, layer, message }) => make("tr", {},
    make("th", { scope: "row" }, name(key(arm.arm), arm.title)),
    ...[...(isSeveral ? [placeOf(group)] : []), whole.format(seed) + (fold ? `, fold ${fold}` : ""), whole.format(step), layer || "–", message || "–"]
      .map(text => make("td", {}, text))));
  const build = () => make("div", { class: "scroll" }, make("table", { class: "wide" },
    make("thead", {}, make("tr", {}, ...titles.map(title => make("th", { scope: "col" }, title)))), make("tbody", {}, ...rows())));
  return make("section", { class: "card notice" },
    make("div", { class: "head" }, make("h2", {}, found.length === 1 ? "One run diverged" : `${found.length} runs diverged`)),
    make("p", { class: "note", style: "margin:0 0 10px" }, "The loss of such a run was no finite number any more. It has lost its pair "
      + "in the sign count, unless both runs of the pair diverged, and is in no mean and no interval."),
    found.length > 12 ? fold("All of them", build, { class: "inner", printed: found.length < 100 }) : build());
}

const pairsOf = (title, rows) => make("section", { class: "card settings" }, make("div", { class: "head" }, make("h2", {}, title)),
  make("table", {}, make("tbody", {}, ...rows.map(cells => row(cells)))));

function settingsCard() {
  const varied = new Set(data.axes.map(axis => words(axis).toLowerCase()));
  return pairsOf("Settings", [
    ...data.settings.map(([label, value]) => [label, varied.has(label.toLowerCase()) ? "varied" : value]),
    ["Margin", percent(data.margin)],
    ["Seeds", [...new Set(data.seeds)].map(seed => whole.format(seed)).join(", ")],
    ...(data.folds ? [["Folds", `${Math.max(...data.folds)} of each seed; they share samples, for which intervals are widened (Nadeau and Bengio 2003)`]] : []),
    ["Shares of the training samples", data.fractions.map(percent).join(", ")],
    ["Learning rates tried", data.learning_rates_tried ? String(data.learning_rates_tried) : "none: each arm has the one that is set"],
  ]);
}

function originCard() {
  const hash = text => make("code", { class: "hash" }, text);
  const split = isSeveral || !finite(groups[0].training_samples) ? []
    : [["Training and validation samples", `${whole.format(groups[0].training_samples)} and ${whole.format(groups[0].validation_samples)}`]];
  return pairsOf("Data and program", [
    ["Data", data.data.name], ["Samples", whole.format(data.data.samples)], ...split, ["SHA-256 of the data", hash(data.data.sha256)],
    ["Ligature", data.program.version], ["SHA-256 of its sources", hash(data.program.sources_sha256)],
  ]);
}

function repeatCard() {
  const command = make("code", { tabindex: "0" }, data.command);
  const copied = make("span", { class: "note", role: "status", style: "margin:0" });
  const copy = make("button", { class: "screen", type: "button", on: { click: () => {
    const range = document.createRange(), selection = window.getSelection();
    range.selectNodeContents(command);
    selection.removeAllRanges();
    selection.addRange(range);
    // Asks for no permission; where it is refused, the command stays selected.
    copied.textContent = document.execCommand("copy") ? "Copied." : "Selected: copy it with Ctrl+C.";
  } } }, "Copy");
  return make("section", { class: "card" },
    make("div", { class: "head" }, make("h2", {}, "The command that repeats it"), copied), make("div", { class: "command" }, command, copy),
    make("p", { class: "note" }, "The same project, data, seeds and program give the same figures to the last bit; only times differ."));
}

document.title = data.project + " – Ligature comparison";
page.append(...[
  header(), unfinishedCard(), isSeveral ? summaryCard() : null, ...groups.map(groupSection),
  efficiencyCard(), storageCard(), meaningsCard(groups[0]), networkCard(),
  card("The arms", terms(data.arm_help.map(arm => [[key(arm.arm), arm.title], arm.help]))),
  divergencesCard(), make("div", { class: "two" }, settingsCard(), originCard()), repeatCard(),
].filter(Boolean));

// On paper everything that is folded is open, and plots are as wide as the paper.
let opened = [];
window.addEventListener("beforeprint", () => {
  for (const { fill } of folds) fill(); // One may add further ones, which the loop comes to.
  opened = folds.filter(f => !f.element.open);
  for (const { element } of opened) element.open = true;
  redraw(680);
});
window.addEventListener("afterprint", () => {
  for (const { element } of opened) element.open = false;
  redraw();
});
