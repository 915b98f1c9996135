// SPDX-License-Identifier: GPL-3.0-or-later
// What the scripts of all pages share: numbers as text, elements, the ticks of axes.
// ---- text -----------------------------------------------------------------------------------------------------------
const whole = new Intl.NumberFormat("en");
function number(value, digits = 4) {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value);
  const asked = { maximumSignificantDigits: digits, minimumSignificantDigits: size === 0 ? 1 : digits };
  const text = size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(digits - 1).replace("e+", "e") : value.toLocaleString("en", asked);
  return text.replaceAll("-", "−");
}
function bytes(value) {
  if (value < 10000) return whole.format(value) + " B";
  const units = ["kB", "MB", "GB", "TB", "PB"];
  let unit = 0;
  value /= 1000;
  for (; value >= 999.95 && unit < units.length - 1; ++unit) value /= 1000;
  return value.toFixed(1) + " " + units[unit];
}
function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds > 0 && seconds < 0.1) return number(1000 * seconds, 3) + " ms";
  if (seconds < 60) return number(seconds, 3) + " s";
  seconds = Math.round(seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes + " min " + seconds % 60 + " s";
  return Math.floor(minutes / 60) + " h " + (minutes % 60) + " min";
}
function change(from, to) {
  if (!from || to === null || to === undefined) return "";
  const percent = 100 * (to - from) / from;
  return (percent > 0 ? "+" : percent < 0 ? "−" : "") + number(Math.abs(percent), 3) + " %";
}
const upper = text => text.charAt(0).toUpperCase() + text.slice(1);
const last = list => list.length ? list[list.length - 1] : null;

// ---- elements -------------------------------------------------------------------------------------------------------
function make(tag, attributes, ...children) {
  const svg = ["svg", "g", "path", "line", "text", "circle", "rect", "title", "defs", "clipPath"].includes(tag);
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

// ---- axes -----------------------------------------------------------------------------------------------------------
function niceTicks(low, high, count) {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / count, power = Math.pow(10, Math.floor(Math.log10(raw)));
  const step = [1, 2, 2.5, 5, 10].map(f => f * power).find(s => s >= raw) || raw;
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; ++i) ticks.push(i * step + 0); // never -0
  return ticks;
}
function logTicks(low, high) {
  const ticks = [];
  const decades = Math.log10(high / low);
  const factors = decades > 4 ? [1] : decades > 1.2 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); ++power)
    for (const factor of factors) {
      const tick = factor * Math.pow(10, power);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  return ticks;
}
function nearest(xs, x) {
  let low = 0, high = xs.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] < x) low = middle; else high = middle;
  }
  return Math.abs(xs[low] - x) <= Math.abs(xs[high] - x) ? low : high;
}
