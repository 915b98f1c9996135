// SPDX-License-Identifier: GPL-3.0-or-later
// The words and the tables of a comparison.

const isBaseline = arm => arm.arm === data.baseline;
const baselineOf = group => group.arms.find(isBaseline);
const decisiveKey = arm => Object.keys(arm.figures).find(key => arm.figures[key].name === data.compared_by);
const decisiveOf = arm => arm.figures[decisiveKey(arm)];
const comparedArms = group => group.arms.filter(arm => !isBaseline(arm) && decisiveOf(arm).against_baseline);
const titleOf = name => (data.groups[0].arms.find(arm => arm.arm === name) || { title: name }).title;
const isFractioned = new Set(data.groups.map(group => group.fraction)).size > 1;

const percent = share => tickText(Number((100 * share).toPrecision(6))) + " %";
const inSentence = text => text.charAt(0).toLowerCase() + text.slice(1);
/** An axis for people: "learning rate", "out features of encoder". */
function words(axis) {
  const parts = axis.split(".");
  const last = parts.pop().replaceAll("_", " ");
  return parts.length ? `${last} of ${parts.join(".")}` : last;
}
/** Which point of the varied settings, and how much of the training set. */
function placeOf(group) {
  const samples = group.training_samples ? ` (${whole.format(group.training_samples)})` : "";
  return [...Object.entries(group.values).map(([axis, value]) => `${words(axis)} ${value}`),
    ...(isFractioned ? [`${percent(group.fraction)} of the training samples${samples}`] : [])].join(", ");
}
/** The same beside others in a list, where the names of the settings stand above. */
const shortPlaceOf = group => [...Object.values(group.values), ...(isFractioned ? [percent(group.fraction)] : [])].join(" · ");
/** A sentence with its minus signs, and its numbers and units on one line. */
const typeset = text => text.replace(/(^|[ (])-(?=\d)/g, "$1−").replace(/ ([<=]) (?=\d)/g, "\u00a0$1\u00a0")
  .replace(/(\d) (?=%|kB|MB|GB|B\b|seeds?\b)/g, "$1\u00a0");

// ---- elements -------------------------------------------------------------------------------------------------------
/** A cell's content is a text, an element or a list of them; the first cell of a row is its heading. */
const cell = (tag, attributes, content) => make(tag, attributes, ...[content].flat());
const row = (cells, attributes = {}) => make("tr", attributes,
  ...cells.map((content, i) => i ? cell("td", { class: "number" }, content) : cell("th", { scope: "row" }, content)));
const rowgroup = (title, columns) => make("tr", {}, cell("th", { scope: "rowgroup", colspan: columns }, title));
const tableOf = (titles, ...bodies) => make("div", { class: "scroll" }, make("table", { class: "wide" },
  make("thead", {}, make("tr", {}, ...titles.map((title, i) => cell("th", { scope: "col", class: i ? "number" : "" }, title)))), ...bodies));
const name = (...content) => make("span", { class: "name" }, ...content);
const noted = (text, note) => [text, note ? make("small", {}, note) : null];
const terms = rows => make("dl", {}, ...rows.map(([term, text]) => make("div", {}, cell("dt", {}, term), make("dd", {}, text))));

const folds = [];
/** What is made once it is opened; on paper it is open. */
function fold(title, build, { class: look, printed = true }) {
  const element = make("details", { class: look }, make("summary", {}, title));
  let isFilled = false;
  const fill = () => {
    if (!isFilled) element.append(build());
    isFilled = true;
  };
  element.addEventListener("toggle", () => { if (element.open) fill(); });
  if (printed) folds.push({ element, fill });
  return element;
}

// ---- verdicts -------------------------------------------------------------------------------------------------------
const answers = {
  better: { words: "better", beside: "better than", shape: "M6 1.5L11 10.5H1z", look: "filled" },
  worse: { words: "worse", beside: "worse than", shape: "M6 10.5L11 1.5H1z", look: "filled" },
  as_good_as: { words: "as good as", beside: "as good as", shape: "M1 4H11M1 8.5H11", look: "" },
  undecided: { words: "undecided", shape: "M6 1.5A4.5 4.5 0 1 0 6.01 1.5z", look: "" },
  too_few_seeds: { words: "no verdict", shape: "M1 6H11", look: "" },
};
const badge = (verdict, text = answers[verdict].words) => make("span", { class: "badge " + verdict },
  make("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, make("path", { class: answers[verdict].look, d: answers[verdict].shape })), text);

function verdictCard(arm) {
  const comparison = decisiveOf(arm).against_baseline, { beside } = answers[comparison.verdict], { checks } = comparison;
  const disagrees = checks.sign_flip_disagrees || checks.bootstrap_disagrees;
  return make("section", { class: "card verdict " + comparison.verdict },
    make("div", { class: "head" }, make("h3", {}, key(arm.arm), arm.title),
      badge(comparison.verdict, beside ? `${beside} ${titleOf(data.baseline)}` : undefined)),
    make("p", {}, typeset([arm.storage, comparison.sentence].filter(Boolean).join(" "))),
    comparison.evidence ? make("p", { class: "beside" }, typeset(comparison.evidence) + " ",
      make("span", { class: disagrees ? "disagrees" : "" }, typeset(checks.sentences))) : null);
}

// ---- what each arm takes and reaches --------------------------------------------------------------------------------
const raised = power => [...String(power)].map(c => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]).join("");
const fixed = (value, decimals) =>
  value.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace("-", "−");
/** Mean ± standard deviation, both to the deviation's second digit: "0.01017 ± 0.00050", "(−5.4 ± 2.3)·10⁻⁴". */
function spread({ mean, standard_deviation: deviation }) {
  if (!finite(mean)) return "–";
  if (!finite(deviation) || deviation === 0)
    return (Number.isInteger(mean) ? whole.format(mean) : number(mean, 4)) + (deviation === 0 ? " ± 0" : "");
  const power = Math.floor(Math.log10(Math.max(Math.abs(mean), deviation))), decimals = 1 - Math.floor(Math.log10(deviation));
  if (power >= -3 && power < 6 && decimals <= 7)
    return `${fixed(mean, Math.max(0, decimals))} ± ${fixed(deviation, Math.max(0, decimals))}`;
  const scale = Math.pow(10, power), shown = Math.min(7, Math.max(1, decimals + power));
  return `(${fixed(mean / scale, shown)} ± ${fixed(deviation / scale, shown)})·10${raised(power)}`;
}

function armsCard(group, times) {
  const { arms } = group, columns = arms.length + 1;
  const each = (title, show) => row([title, ...arms.map(show)]);
  const taken = (title, member, show) => each(title, arm => {
    const from = baselineOf(group)[member], isSame = isBaseline(arm) || arm[member] === from;
    return [isSame ? null : make("span", { class: "from" }, change(from, arm[member])), show(arm[member])];
  });
  const timed = (title, pick, show) => each(title, arm => show(pick(times.arms.find(t => t.arm === arm.arm))));
  const notes = {
    "Generalisation gap": "validation loss less training loss",
    "Best validation loss": "the least of all epochs",
    "Steps to the target loss": finite(group.target_loss) ? `until a validation loss of at most ${number(group.target_loss, 4)}` : "",
  };
  const figureRow = member => each(noted(arms[0].figures[member].name, notes[arms[0].figures[member].name]), arm => {
    const figure = arm.figures[member], count = `${figure.count} of ${data.seeds.length}`;
    return noted(spread(figure), figure.count === data.seeds.length ? "" : figure.name.startsWith("Steps") ? `reached by ${count}` : `${count} runs`);
  });
  const seeds = pairCount;
  const perStep = seconds => finite(seconds) ? number(1000 * seconds, 3) + " ms" : "–";
  const rate = arm => [make("span", { class: "from" }, arm.learning_rate_tuned ? "tuned" : "as set"), tickText(arm.learning_rate)];
  return make("section", { class: "card tables" }, make("div", { class: "head" }, make("h2", {}, "What each arm takes and reaches")),
    tableOf(["", ...arms.map(arm => noted(name(key(arm.arm), arm.title), isBaseline(arm) ? "baseline" : ""))],
      make("tbody", {}, rowgroup("Takes", columns),
        taken("Parameters", "parameters", v => whole.format(v)), taken("Weights", "weight_bytes", bytes),
        taken("Gradients", "gradient_bytes", bytes), taken("Optimizer state", "optimizer_bytes", bytes),
        taken(noted("Memory while training, at its peak", "as planned from the network and the batch size"), "memory_bytes", bytes),
        each("Learning rate", rate)),
      make("tbody", {}, rowgroup(`Reaches: mean ± standard deviation over ${seeds}`, columns),
        ...Object.keys(arms[0].figures).map(figureRow),
        arms.some(arm => arm.diverged.length) ? each("Runs that diverged", arm => `${arm.diverged.length} of ${arm.runs}`) : null),
      make("tbody", {}, rowgroup("Time, which differs from machine to machine", columns),
        timed(noted("A step", "median"), t => t.seconds_per_step.median, perStep),
        timed(noted("To the target loss", "mean of the runs that reach it"), t => t.seconds_to_target.mean, duration),
        timed(noted("A whole run", "mean"), t => t.seconds.mean, duration))));
}

// ---- the paired differences -----------------------------------------------------------------------------------------
const chance = p => !finite(p) ? "–" : p < 0.0001 ? "< 0.0001" : p.toFixed(p < 0.001 ? 5 : p < 0.1 ? 4 : 3);
const signsText = signs => [signs.wins, signs.losses, ...(signs.ties ? [signs.ties] : [])].join(" : ");

function pairsTable(group) {
  const arms = comparedArms(group), isCorrected = arms.length > 1;
  const isBootstrapped = arms.some(arm => Object.values(arm.figures).some(f => f.against_baseline.checks.bootstrap_interval));
  const titles = ["Figure", "Difference", `${percent(decisiveOf(arms[0]).against_baseline.level)} interval`, "Effect size", "Won : lost", "p",
    ...(isCorrected ? ["Holm’s p"] : []), "Sign-flip p", ...(isBootstrapped ? ["Bootstrap"] : []), "Answer"];
  const figureRow = (arm, member) => {
    const figure = arm.figures[member], comparison = figure.against_baseline, told = inUnit(arm, baselineOf(group), member);
    const ends = comparison.effect_interval;
    const effect = finite(comparison.effect_size)
      ? noted(signed(comparison.effect_size, 2), ends ? `${signed(ends[0], 2)} to ${signed(ends[1], 2)}` : "") : "–";
    return row([figure.name, told.meanText, told.intervalText, effect, signsText(comparison.signs), chance(comparison.p),
      ...(isCorrected ? [chance(comparison.adjusted_p)] : []), chance(comparison.checks.sign_flip_p),
      ...(isBootstrapped ? [told.inWords(comparison.checks.bootstrap_interval)] : []), badge(comparison.verdict)],
    figure.name === data.compared_by ? { class: "decisive" } : {});
  };
  return tableOf(titles, ...arms.map(arm => make("tbody", {}, isCorrected ? rowgroup([key(arm.arm), arm.title], titles.length) : null,
    ...Object.keys(arm.figures).map(member => figureRow(arm, member)))));
}

function pairsCard(group) {
  const arms = comparedArms(group);
  if (!arms.length) return null;
  const members = Object.keys(arms[0].figures).filter(member => arms.some(arm => finite(arm.figures[member].against_baseline.mean_difference)));
  const label = member => arms[0].figures[member].name, chart = make("div", { class: "chart" });
  let shown = members.find(member => member === decisiveKey(arms[0])) || members[0], width = 0;
  const draw = at => {
    width = at;
    const lines = arms.map(arm => ({ label: arm.title, arm: arm.arm, told: inUnit(arm, baselineOf(group), shown) }));
    drawDifferences(chart, lines, width, label(shown), decisiveOf(arms[0]).against_baseline.level);
  };
  const choose = text => {
    shown = members.find(member => label(member) === text);
    if (width) draw(width);
  };
  if (members.length) keepDrawn(chart, draw);
  const plot = !members.length ? [] : [make("div", { class: "tools" }, ...choice(members.map(label), () => label(shown), choose)), chart,
    make("p", { class: "note" }, "Bar and mark: the mean difference with its interval. Faint dots: the single seeds. Shaded\u00a0",
      make("span", { class: "swatch" }), `: within your margin of ${percent(data.margin)}. An interval that lies wholly on one side of it decides.`)];
  return make("section", { class: "card tables" },
    make("div", { class: "head" }, make("h2", {}, `Beside ${titleOf(data.baseline)}, seed by seed`)), ...plot, pairsTable(group),
    make("p", { class: "note screen" }, make("a", { href: "#meanings" }, "What these figures mean")));
}

function meaningsCard(group) {
  const arms = comparedArms(group);
  if (!arms.length) return null;
  const comparison = decisiveOf(arms[0]).against_baseline, level = percent(comparison.level), baseline = titleOf(data.baseline);
  const isCorrected = arms.length > 1, worth = data.groups.length === 1 && !isCorrected ? comparison.pairing_worth : null;
  return make("section", { class: "card", id: "meanings" }, make("div", { class: "head" }, make("h2", {}, "What the figures mean")), terms([
    ["Difference, paired by seed", "With each seed all arms share the split of the data and the order of the batches, and a twin starts from "
      + "the same values. Most of the luck of a run is then in both and cancels out in their difference, arm minus "
      + `${baseline}, in percent of ${baseline}’s mean.`
      + (finite(worth) ? ` Here a pair tells as much as ${number(worth, 2)} unpaired runs of each arm.` : "")],
    [`${level} interval`, `Where the true mean difference may well lie (Student’s t): of such intervals, each from other seeds, ${level} hold it.`
      + (isCorrected ? ` It is wider than one of 95 %, since ${arms.length} arms are compared at once.` : "")],
    ["Margin", `How much worse is still as good, chosen before looking: ${percent(data.margin)} of ${baseline}’s mean. An arm is worse where the `
      + "whole interval lies beyond the margin, as good as where it lies within, better where it lies beyond the other end, and undecided "
      + "else. With fewer than 6 seeds there is no verdict."],
    ["Effect size", "The mean difference divided by the standard deviation of the differences (d_z), with its interval: 0.2 is lost among "
      + "the seeds, 2 shows with nearly each of them."],
    ["Won : lost", "With how many seeds the arm was better, and with how many worse (and with how many the same). A run that diverged has lost "
      + "its pair; in the means and intervals it is not."],
    ["p", "How likely so large a difference is by chance, were there none (Student’s t)."
      + (isCorrected ? " Holm’s p is raised for the number of arms compared." : "") + " The sign-flip test asks the same and assumes no normal "
      + "distribution." + (comparison.checks.bootstrap_interval ? " So does the bootstrap’s interval (BCa)." : "")
      + " Each row is an answer of its own; only the marked one was asked for beforehand."],
    ["Generalisation gap", "How much larger the loss is on samples that were not trained on."],
    ["Steps to the target loss", "How many updates it takes until a loss that all arms can be expected to reach: the highest of their mean "
      + "validation losses at the end."],
  ]));
}
