// SPDX-License-Identifier: GPL-3.0-or-later
// What all plots of a comparison share, and those that show points: differences, sample efficiency, loss by parameters.

// ---- arms -----------------------------------------------------------------------------------------------------------
const armNames = data.groups.length ? data.groups[0].arms.map(arm => arm.arm) : [];
/** What runs are paired by: a seed, or a fold of it. */
const pairName = (seed, fold) => `Seed ${seed}` + (fold ? `, fold ${fold}` : "");
const pairNames = data.seeds.map((seed, i) => pairName(seed, data.folds && data.folds[i]));
const pairCount = (count => (count === 1 ? "1 seed" : `${count} seeds`) + (data.folds ? ` × ${Math.max(...data.folds)} folds` : ""))(new Set(data.seeds).size);
const outlines = {
  circle: r => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  square: r => `M${-r * .9} ${-r * .9}h${r * 1.8}v${r * 1.8}h${-r * 1.8}z`,
  diamond: r => `M0 ${-r * 1.25}L${r * 1.25} 0L0 ${r * 1.25}L${-r * 1.25} 0z`,
  triangle: r => `M0 ${-r * 1.15}L${r * 1.15} ${r * .9}H${-r * 1.15}z`,
  flag: r => `M0 ${r * 1.15}L${r * 1.15} ${-r * .9}H${-r * 1.15}z`,
};
const dashes = ["none", "8 4", "2 3", "9 3 2 3", "5 2"];
/** How an arm is drawn everywhere: told apart by colour, by the shape of its marks and by its dashes. */
function lookOf(arm) {
  const i = Math.max(0, armNames.indexOf(arm));
  const others = armNames.filter(name => name !== "tied" && name !== "untied");
  const known = arm === "tied" || arm === "untied";
  return { style: known ? arm : "use" + (others.indexOf(arm) + 1) % 6, shape: Object.keys(outlines)[i % 5], dash: dashes[i % 5] };
}
const mark = (look, x, y, r = 5, ...within) => make("path", { class: "mark " + look.style, d: outlines[look.shape](r),
  transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, ...within);
const key = arm => make("svg", { class: "key", viewBox: "-7 -7 14 14", "aria-hidden": "true" }, mark(lookOf(arm), 0, 0));

// ---- scales ---------------------------------------------------------------------------------------------------------
const finite = value => value !== null && value !== undefined && Number.isFinite(value);
const least = values => values.reduce((a, b) => Math.min(a, b), Infinity);
const greatest = values => values.reduce((a, b) => Math.max(a, b), -Infinity);
const meanOf = values => values.reduce((a, b) => a + b, 0) / values.length;
const spansDecade = values => values.length > 0 && least(values) > 0 && greatest(values) > 10 * least(values);

/** From a little below the least to a little above the greatest value. */
function scaleOf(values, logarithmic, room = 0.05) {
  let low = least(values), high = greatest(values);
  if (logarithmic) {
    const more = Math.pow(high / low, room);
    [low, high] = low === high ? [low / 2, high * 2] : [low / more, high * more];
  } else {
    const more = high > low ? (high - low) * room : Math.abs(high) * 0.1 || 1;
    low = low >= 0 ? Math.max(0, low - more) : low - more;
    high += more;
  }
  const share = logarithmic ? v => Math.log(v / low) / Math.log(high / low) : v => (v - low) / (high - low);
  return { low, high, logarithmic, share, ticks: count => logarithmic ? logTicks(low, high) : niceTicks(low, high, count) };
}
const tickText = tick => tick === 0 ? "0" : number(Number(tick.toPrecision(6)), 3).replace(/(\.\d*?)0+(?=$|e)/, "$1").replace(/\.(?=$|e)/, "");

const write = (x, y, text, anchor = "start", look = "") => make("text", { class: look, x, y, "text-anchor": anchor }, text);

/** An empty plot with its axes: svg, and X and Y, which say where a value stands. */
function frameOf({ width, height = 320, left = 66, right = 16, bottom = 44, top = 12, x, y, xLabel, title, wholeTicks, xText = tickText }) {
  const X = value => left + x.share(value) * (width - left - right);
  const Y = value => height - bottom - y.share(value) * (height - top - bottom);
  const svg = make("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title });
  let above = Infinity;
  for (const tick of y.ticks(6)) {
    if (above - Y(tick) < 15) continue;
    above = Y(tick);
    svg.append(make("line", { class: "grid", x1: left, x2: width - right, y1: above, y2: above }),
      write(left - 9, above + 4, tickText(tick), "end"));
  }
  let end = -Infinity;
  for (const tick of x.ticks(Math.min(10, width / 90))) {
    const text = wholeTicks ? whole.format(tick) : xText(tick), room = text.length * 4 + 6;
    if (wholeTicks && !Number.isInteger(tick) || X(tick) - room < end) continue;
    svg.append(write(X(tick), height - bottom + 19, text, "middle"));
    end = X(tick) + room;
  }
  svg.append(make("line", { class: "axis", x1: left, x2: width - right, y1: height - bottom, y2: height - bottom }),
    write((left + width - right) / 2, height - 4, xLabel, "middle"));
  return { svg, X, Y, left, top, right: width - right, bottom: height - bottom };
}

// ---- drawing at the width that there is ------------------------------------------------------------------------------
const drawn = [];
/** @param draw of a width; a page on paper is about 680 pixels wide */
function keepDrawn(chart, draw) {
  let width = 0;
  const fit = () => {
    if (chart.clientWidth === width || !chart.clientWidth) return;
    width = chart.clientWidth;
    draw(Math.max(360, width));
  };
  drawn.push({ chart, draw });
  new ResizeObserver(() => requestAnimationFrame(fit)).observe(chart);
}
/** @param width of all; where there is none, each has its own */
function redraw(width) {
  for (const { chart, draw } of drawn) if (width || chart.clientWidth) draw(width || chart.clientWidth);
}
const switchButton = (text, isOn, click) => {
  const renew = () => button.setAttribute("aria-pressed", String(isOn()));
  const press = () => {
    click();
    renew();
  };
  const button = make("button", { class: "switch", type: "button", "aria-pressed": String(isOn()), on: { click: press } }, text);
  return Object.assign(button, { renew });
};
/** Buttons of which one is on; none where there is nothing to choose. */
function choice(names, shown, choose) {
  const buttons = names.map(name => switchButton(name, () => shown() === name, () => { choose(name); buttons.forEach(b => b.renew()); }));
  return names.length < 2 ? [] : buttons;
}

// ---- differences ----------------------------------------------------------------------------------------------------
/** Rounded so finely that neither end moves to the other side of 0 or of the margin, as the sentences do. */
function decimalsOf(interval, margin) {
  const width = Math.abs(interval[1] - interval[0]) || Math.abs(interval[0]) || 1;
  const side = v => [0, margin, -margin].map(edge => Math.sign(v - edge)).join();
  let decimals = Math.min(8, Math.max(1, 1 - Math.floor(Math.log10(width))));
  while (decimals < 8 && interval.some(v => side(v) !== side(Number(v.toFixed(decimals))))) ++decimals;
  return decimals;
}
const signed = (value, decimals) => {
  const size = Math.abs(value), text = size !== 0 && (size < 1e-7 || size >= 1e7) ? number(size, 3) : size.toFixed(decimals);
  return (Number(text) === 0 ? "" : value < 0 ? "−" : "+") + text;
};
/** A figure of an arm beside the baseline's, in percent of the baseline's mean, or where that is 0 in its own unit. */
function inUnit(arm, baselineArm, key) {
  const figure = arm.figures[key], comparison = figure.against_baseline;
  const fell = of => pair => of.diverged.some(d => pairName(d.seed, d.fold) === pair);
  const pairs = pairNames.map((seed, i) => ({ seed, arm: figure.values[i], baseline: baselineArm.figures[key].values[i],
    lost: Number(fell(arm)(seed)) - Number(fell(baselineArm)(seed)) }));
  const through = pairs.filter(p => finite(p.arm) && finite(p.baseline));
  const magnitude = through.length ? Math.abs(meanOf(through.map(p => p.baseline))) : 0;
  const relative = comparison.relative_difference !== null && magnitude > 0;
  const factor = relative ? 100 / magnitude : 1;
  const interval = comparison.interval && comparison.interval.map(v => v * factor);
  const mean = finite(comparison.mean_difference) ? comparison.mean_difference * factor : null;
  const margin = relative ? 100 * comparison.margin : comparison.absolute_margin;
  const decimals = mean === null ? 1 : decimalsOf(interval || [mean, mean], margin);
  const unit = relative ? " %" : "";
  const intervalOf = of => of ? signed(of[0], decimals) + " to " + signed(of[1], decimals) + unit : "–";
  return { mean, interval, margin, unit, decimals, higherIsBetter: figure.better === "higher",
    seeds: pairs.map(p => ({ seed: p.seed, lost: p.lost, value: finite(p.arm) && finite(p.baseline) ? (p.arm - p.baseline) * factor : null })),
    meanText: mean === null ? "–" : signed(mean, decimals) + unit,
    intervalText: intervalOf(interval), inWords: of => intervalOf(of && of.map(v => v * factor)) };
}

/** A row's seeds as faint dots, and a triangle at the edge for each pair that a run lost by diverging. */
function seedMarks(row, X, y, left, right) {
  return row.told.seeds.map(({ seed, value, lost }, i) => {
    if (finite(value))
      return make("circle", { class: "seed", cx: X(value), cy: y + (i * 0.618 % 1 - .5) * 10, r: 3.5 },
        make("title", {}, `${seed}: ${signed(value, row.told.decimals)}${row.told.unit}`));
    return !lost ? null : make("path", { class: "nonfinite", d: `M${(lost > 0) === row.told.higherIsBetter ? left : right} ${y - 5}l-5 9h10z` },
      make("title", {}, `${seed}: ${lost > 0 ? row.label : titleOf(data.baseline)} diverged`));
  }).filter(Boolean);
}

/** Rows of {label, arm, place, told: inUnit()}: interval and mean on a line, the seeds beneath it. */
function drawDifferences(chart, rows, width, title, level) {
  const { margin, unit, higherIsBetter } = rows[0].told, isNarrow = width < 560;
  const values = rows.flatMap(({ told }) => [0, margin, -margin, ...(told.interval || []), ...told.seeds.map(s => s.value).filter(finite)]);
  const rowHeight = rows.length > 8 ? 44 : 54, top = 26, bottom = top + rows.length * rowHeight, height = bottom + 46;
  const longest = greatest(rows.map(row => Math.max(row.label.length, row.place ? row.place.length : 0)));
  const left = isNarrow ? 8 : Math.min(250, 24 + 7.5 * longest), right = isNarrow ? width - 8 : width - 190;
  const fitted = text => { const most = Math.floor((left - 10) / 7.2); return text.length > most ? text.slice(0, most - 1) + "…" : text; };
  const x = scaleOf(values, false, 0.06), X = value => left + x.share(value) * (right - left);
  const svg = make("svg", { viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": `${title}: ${rows.map(row => `${row.label} ${row.told.meanText} (${row.told.intervalText})`).join("; ")}` });
  for (const tick of x.ticks((right - left) / 80))
    svg.append(make("line", { class: "grid", x1: X(tick), x2: X(tick), y1: top, y2: bottom }),
      write(X(tick), bottom + 18, (tick > 0 ? "+" : "") + tickText(tick) + unit, "middle"));
  const [lower, higher] = higherIsBetter ? ["worse", "better"] : ["better", "worse"];
  svg.append(make("rect", { class: "margin", x: X(-margin), width: Math.max(2, X(margin) - X(-margin)), y: top, height: bottom - top }),
    make("line", { class: "zero", x1: X(0), x2: X(0), y1: top, y2: bottom }),
    write(X(0) - 10, 15, X(0) - left > 55 ? "← " + lower : "", "end"), write(X(0) + 10, 15, right - X(0) > 55 ? higher + " →" : ""));
  rows.forEach((row, i) => {
    const y = top + i * rowHeight + 20, look = lookOf(row.arm), { mean, interval, meanText, intervalText } = row.told;
    svg.append(make("g", { class: look.style }, ...seedMarks(row, X, y + 17, left, right),
      interval ? make("line", { class: "interval", x1: X(interval[0]), x2: X(interval[1]), y1: y, y2: y }) : null));
    if (mean !== null) svg.append(mark(look, X(mean), y, 6));
    if (isNarrow) svg.append(write(left, y - 9, `${[row.label, row.place].filter(Boolean).join(", ")}: ${meanText}`, "start", "value"));
    else svg.append(write(0, y + (row.place ? -2 : 4), fitted(row.label), "start", "strong"), write(0, y + 15, fitted(row.place || "")),
      write(width, y - 2, meanText, "end", "value"), write(width, y + 15, intervalText, "end"));
  });
  svg.append(write((left + right) / 2, height - 6, `Paired difference to ${titleOf(data.baseline)}, mean and ${percent(level)} interval`, "middle"));
  chart.replaceChildren(svg);
}

// ---- points with intervals: sample efficiency, loss by parameters -----------------------------------------------------
/** Half the width of the 95 % interval of an arm's own mean. */
const halfWidth = ({ count, standard_deviation: deviation }) =>
  count > 1 && finite(deviation) ? data.band_widths[count] * deviation / Math.sqrt(count) : 0;

/** The points that no other beats both in x and in y, from the least x on. */
function frontOf(points, higherIsBetter) {
  const front = [];
  for (const point of [...points].sort((a, b) => a.x - b.x || (higherIsBetter ? b.y - a.y : a.y - b.y)))
    if (!front.length || (higherIsBetter ? point.y > last(front).y : point.y < last(front).y)) front.push(point);
  return front;
}

/** series: [{arm, points: [{x, y, half, text}]}]. @param options title, xLabel, joined (a line through the points), front */
function drawPoints(chart, series, width, options) {
  const points = series.flatMap(s => s.points);
  const xs = points.map(p => p.x), ys = points.flatMap(p => [p.y, p.y - p.half, p.y + p.half]);
  const y = scaleOf(ys, spansDecade(points.map(p => p.y)) && least(ys) > 0), x = scaleOf(xs, spansDecade(xs));
  const plot = frameOf({ width, height: 300, x, y, ...options, xText: tick => tick >= 1000 ? whole.format(tick) : tickText(tick) });
  if (options.front) {
    const front = frontOf(points, options.higherIsBetter);
    plot.svg.append(make("path", { class: "front", d: front.map((p, i) => (i ? `H${plot.X(p.x)}V` : `M${plot.X(p.x)} `) + plot.Y(p.y)).join("") }),
      ...front.map(p => make("circle", { class: "ring", cx: plot.X(p.x), cy: plot.Y(p.y), r: 10 })));
  }
  for (const { arm, points } of series) {
    const look = lookOf(arm), group = make("g", { class: look.style }), at = p => plot.X(p.x).toFixed(1) + " " + plot.Y(p.y).toFixed(1);
    if (options.joined) group.append(make("path", { class: "curve", "stroke-dasharray": look.dash, d: "M" + points.map(at).join("L") }));
    for (const { x, y, half } of points)
      group.append(make("line", { class: "curve", x1: plot.X(x), x2: plot.X(x), y1: plot.Y(y - half), y2: plot.Y(y + half) }));
    plot.svg.append(group, ...points.map(p => mark(look, plot.X(p.x), plot.Y(p.y), 5, make("title", {}, p.text))));
  }
  chart.replaceChildren(plot.svg);
}
