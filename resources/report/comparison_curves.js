// SPDX-License-Identifier: GPL-3.0-or-later
// Curves over epochs: of each arm the mean with its 95 % band over the seeds, the single runs faint behind.

const quantities = [
  { name: "Validation loss", column: 1 },
  ...(data.metric ? [{ name: upper(data.metric), column: 3 }] : []),
  { name: "Training loss", column: 2 },
];

/** The runs of an arm in a group as {seed (its name), epochs, ys, fell}: fell is the epoch in which the run diverged. */
function runsOf(group, arm, column) {
  const fallen = new Map(data.groups[group].arms[arm].diverged.map(d => [pairName(d.seed, d.fold), d]));
  return data.curves[group][arm].map((rows, i) => {
    const divergence = fallen.get(pairNames[i]), epochs = rows.map(row => row[0]), ys = rows.map(row => row[column]);
    return { seed: pairNames[i], divergence, epochs, ys, fell: divergence ? (last(epochs) ?? 0) + (finite(last(ys)) ? 1 : 0) : null };
  });
}

/** Mean and band at each epoch that all runs reach which did not diverge; a run that diverged is in neither. */
function meanCurve(runs) {
  const through = runs.filter(run => !run.divergence && run.epochs.length);
  if (!through.length) return [];
  return through[0].epochs.map((epoch, i) => {
    const ys = through.map(run => run.epochs[i] === epoch ? run.ys[i] : null);
    if (!ys.every(finite)) return null;
    const mean = meanOf(ys), width = data.band_widths[ys.length];
    const error = Math.sqrt(ys.reduce((sum, y) => sum + (y - mean) ** 2, 0) / Math.max(1, ys.length - 1) / ys.length);
    return { epoch, mean, half: width ? width * error : null, runs: ys.length };
  }).filter(Boolean);
}

/** What the axis spans: all but the start where that stands far above the rest, and what runs that diverged went to. */
function spanOf(arms) {
  const steady = arms.flatMap(arm => arm.runs.filter(run => !run.divergence));
  const runs = steady.length ? steady : arms.flatMap(arm => arm.runs);
  const points = runs.flatMap(run => run.epochs.map((epoch, i) => ({ epoch, y: run.ys[i] }))).filter(p => finite(p.y));
  const first = least(points.map(p => p.epoch));
  // Of so few epochs the start is half of what there is to see.
  const isShort = new Set(points.map(p => p.epoch)).size < 4;
  const later = points.filter(p => isShort || p.epoch > first).map(p => p.y), start = points.filter(p => p.epoch === first).map(p => p.y);
  return { all: points.map(p => p.y), later: later.length ? later : start, start };
}

const epochsOf = arms => [...new Set(arms.flatMap(a => a.mean.map(m => m.epoch)))].sort((a, b) => a - b);

/** The axes around what is to be seen, and the start where it stands too high for them; null where nothing is. */
function curveFrame(arms, width, logarithmic, title) {
  const span = spanOf(arms), usable = y => finite(y) && (!logarithmic || y > 0);
  let inside = span.later.filter(usable);
  if (!inside.length) return null;
  const [low, high] = [least(inside), greatest(inside)], start = span.start.filter(usable), top = greatest(start);
  const isSpike = logarithmic ? top > 10 * high : top > high + Math.max(high - low, high * 0.1) * 1.5;
  if (!isSpike) inside = inside.concat(start);
  const epochs = arms.flatMap(a => a.runs.flatMap(run => [...run.epochs, ...(run.fell === null ? [] : [run.fell])]));
  const y = scaleOf(inside, logarithmic), plot = frameOf({ width, x: scaleOf(epochs, false, 0), y, xLabel: "Epoch", wholeTicks: true, title });
  // A band may reach below 0, where a log scale has no place.
  return { ...plot, usable, high: y.high, spike: isSpike ? top : null, Y: value => plot.Y(logarithmic ? Math.max(value, y.low / 2) : value) };
}

/** An arm's band, single runs, mean, and a mark at each epoch in which runs diverged. */
function drawArm(plot, { arm, runs, mean }, line, singles, clip) {
  const look = lookOf(arm.arm), inner = make("g", { class: look.style, "clip-path": `url(#${clip})` }), marks = make("g", { class: look.style });
  const point = (epoch, value) => plot.X(epoch).toFixed(1) + " " + plot.Y(value).toFixed(1);
  const path = points => points.reduce((d, [epoch, value], i) => {
    const pen = i && plot.usable(points[i - 1][1]) ? "L" : "M";
    return plot.usable(value) ? d + pen + point(epoch, value) : d;
  }, "");
  const banded = mean.filter(m => m.half !== null);
  if (banded.length > 1)
    inner.append(make("path", { class: "band", d: `M${[...banded.map(m => point(m.epoch, m.mean + m.half)),
      ...banded.map(m => point(m.epoch, m.mean - m.half)).reverse()].join("L")}z` }));
  for (const run of singles ? runs : []) {
    inner.append(make("path", { class: "single", d: path(run.epochs.map((epoch, i) => [epoch, run.ys[i]])) }));
    if (run.epochs.length === 1 && plot.usable(run.ys[0]))
      inner.append(make("circle", { class: "seed", cx: plot.X(run.epochs[0]), cy: plot.Y(run.ys[0]), r: 3 }));
  }
  inner.append(make("path", { class: "curve", "stroke-dasharray": look.dash, d: path(mean.map(m => [m.epoch, m.mean])) }));
  const every = Math.max(1, Math.ceil(mean.length / 10));
  const marked = mean.filter((m, i) => i % every === 0 && plot.usable(m.mean) && m.mean <= plot.high);
  marks.append(...marked.map(m => mark(look, plot.X(m.epoch), plot.Y(m.mean), 4)));
  const fallen = runs.filter(run => run.fell !== null);
  for (const epoch of new Set(fallen.map(run => run.fell))) {
    const here = fallen.filter(run => run.fell === epoch), x = plot.X(epoch), y = plot.top + 14 * line;
    const told = here.map(run => `${arm.title}, ${run.seed[0].toLowerCase() + run.seed.slice(1)}: diverged at step ${whole.format(run.divergence.step)}`).join("\n");
    marks.append(make("path", { class: "fallen", d: `M${x} ${y}l-5.5 10h11z` }, make("title", {}, told)),
      make("text", { x: x - 9, y: y + 9, "text-anchor": "end" }, here.length > 1 ? "× " + here.length : ""));
  }
  plot.svg.append(inner, marks);
  return fallen.length;
}

/** A card with the curves of a group. */
function curveCard(group, place) {
  const there = quantities.filter(q => data.curves[group].flat(2).some(point => finite(point[q.column])));
  if (!there.length) return null;
  const hidden = new Set(), chart = make("div", { class: "chart" }), note = make("p", { class: "note" }), means = make("div", {});
  let shown, arms, logarithmic, singles = true, width = 0;
  const paint = () => { if (width) draw(width); };
  const log = switchButton("Log scale", () => logarithmic, () => { logarithmic = !logarithmic; paint(); });
  const single = switchButton("Single runs", () => singles, () => { singles = !singles; paint(); });
  const showMeans = () => { means.replaceChildren(meansTable(arms, shown)); return means; };
  const folded = fold("The means as a table", showMeans, { class: "inner screen", printed: false });
  const choose = name => {
    const { column } = there.find(q => q.name === name);
    shown = name;
    arms = data.groups[group].arms.map((arm, i) => ({ arm, runs: runsOf(group, i, column) })).map(a => ({ ...a, mean: meanCurve(a.runs) }));
    logarithmic = spansDecade(spanOf(arms).all);
    log.renew();
    if (means.childNodes.length) showMeans();
    paint();
  };
  const legend = data.groups[group].arms.map(arm => {
    const look = lookOf(arm.arm);
    const stroke = make("svg", { class: "stroke " + look.style, viewBox: "0 0 30 12", "aria-hidden": "true" },
      make("path", { class: "curve", d: "M0 6H30", "stroke-dasharray": look.dash }), mark(look, 15, 6, 4));
    const button = make("button", { class: "series", type: "button", "aria-pressed": "true", on: { click: () => {
      if (!hidden.delete(arm.arm)) hidden.add(arm.arm);
      button.setAttribute("aria-pressed", String(!hidden.has(arm.arm)));
      paint();
    } } }, stroke, arm.title);
    return button;
  });
  function draw(at) {
    width = at;
    const visible = arms.filter(a => !hidden.has(a.arm.arm));
    const plot = curveFrame(visible, width, logarithmic, `${shown} over the epochs${place ? ", " + place : ""}; the table beneath has the means`);
    if (!plot) {
      chart.replaceChildren(make("p", { class: "note" }, visible.length ? "No finite values to draw." : "Every arm is switched off."));
      return;
    }
    const clip = "clip-" + group, inside = { x: plot.left, y: plot.top, width: plot.right - plot.left, height: plot.bottom - plot.top };
    plot.svg.append(make("defs", {}, make("clipPath", { id: clip }, make("rect", inside))));
    const fallen = visible.reduce((count, arm, i) => count + drawArm(plot, arm, i, singles, clip), 0);
    const lines = `Lines are means over the seeds, shaded bands the 95 % interval of each mean${singles ? ", thin lines the single runs" : ""}.`;
    note.textContent = [visible.some(a => a.mean.length) ? lines : "",
      plot.spike === null ? "" : `The start, at up to ${number(plot.spike, 3)}, lies above this axis.`,
      fallen ? "A triangle edged in red at the top marks runs that diverged then; they are in no mean." : ""].filter(Boolean).join(" ");
    addHover(plot, chart, visible, shown);
  }
  choose((there.find(q => q.name === data.compared_by) || there[0]).name);
  keepDrawn(chart, draw);
  return make("section", { class: "card" }, make("div", { class: "head" }, make("h2", {}, "Over the epochs"), ...legend),
    make("div", { class: "tools" }, ...choice(there.map(q => q.name), () => shown, choose), make("span", { class: "end" }, log, single)),
    chart, note, folded);
}

const meanText = (m, digits) => m ? number(m.mean, digits) + (m.half === null ? "" : " ± " + number(m.half, 2)) : "–";

/** A line at the epoch under the pointer, or where the arrow keys took it, and a table of all arms there. */
function addHover(plot, chart, arms, name) {
  const epochs = epochsOf(arms);
  const tip = make("div", { class: "tip", hidden: "" });
  const cross = make("line", { class: "cross", y1: plot.top, y2: plot.bottom, visibility: "hidden" });
  plot.svg.append(cross);
  chart.replaceChildren(plot.svg, tip);
  if (!epochs.length) return;
  let at = null;
  const show = i => {
    at = Math.min(epochs.length - 1, Math.max(0, i));
    const x = plot.X(epochs[at]), box = plot.svg.getBoundingClientRect(), scale = box.width / (plot.right + 16);
    cross.setAttribute("x1", x); cross.setAttribute("x2", x); cross.setAttribute("visibility", "visible");
    tip.replaceChildren(make("strong", {}, `${name}, epoch ${whole.format(epochs[at])}`), make("table", {}, ...arms.map(({ arm, mean }) =>
      make("tr", {}, make("td", {}, key(arm.arm), arm.title), make("td", {}, meanText(mean.find(m => m.epoch === epochs[at]), 4))))));
    tip.hidden = false;
    const isRight = x * scale > box.width / 2;
    tip.style.left = isRight ? "auto" : x * scale + 14 + "px";
    tip.style.right = isRight ? box.width - x * scale + 14 + "px" : "auto";
  };
  const hide = () => { at = null; tip.hidden = true; cross.setAttribute("visibility", "hidden"); };
  plot.svg.setAttribute("tabindex", "0");
  plot.svg.addEventListener("pointermove", event => {
    const box = plot.svg.getBoundingClientRect(), x = (event.clientX - box.left) * (plot.right + 16) / box.width;
    show(epochs.reduce((best, epoch, i) => Math.abs(plot.X(epoch) - x) < Math.abs(plot.X(epochs[best]) - x) ? i : best, 0));
  });
  plot.svg.addEventListener("pointerleave", hide);
  plot.svg.addEventListener("blur", hide);
  plot.svg.addEventListener("keydown", event => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Escape") hide();
    if (!by) return;
    event.preventDefault();
    show(at === null ? (by > 0 ? 0 : epochs.length - 1) : at + by);
  });
}

function meansTable(arms, name) {
  const rows = epochsOf(arms).map(epoch => row([whole.format(epoch), ...arms.map(({ mean }) => meanText(mean.find(m => m.epoch === epoch), 5))]));
  return tableOf([name + ", epoch", ...arms.map(a => a.arm.title)], make("tbody", {}, ...rows));
}
