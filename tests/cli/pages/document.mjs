// SPDX-License-Identifier: GPL-3.0-or-later
// As much of a browser's document as our pages use. What they use beyond it is an error, so that a page that has changed
// is noticed here.

class Node {
  constructor() { this.childNodes = []; this.parent = null; }
  append(...children) {
    for (const child of children) {
      if (child === null || child === undefined) throw new TypeError(`appends ${child}`);
      const node = child instanceof Node ? child : new Text(String(child));
      node.remove();
      node.parent = this;
      this.childNodes.push(node);
    }
  }
  remove() { if (this.parent) this.parent.childNodes = this.parent.childNodes.filter(node => node !== this); this.parent = null; }
  replaceChildren(...children) {
    for (const node of this.childNodes) node.parent = null;
    this.childNodes = [];
    this.append(...children);
  }
  get textContent() { return this.childNodes.map(node => node.textContent).join(""); }
  set textContent(text) { this.replaceChildren(text); }
}

class Text extends Node {
  constructor(text) { super(); this.text = text; }
  get textContent() { return this.text; }
}

export class Element extends Node {
  constructor(tag) { super(); Object.assign(this, { tag, attributes: new Map(), handlers: new Map(), style: {}, open: false, clientWidth: 1000 }); }
  setAttribute(name, value) { this.attributes.set(name, String(value)); }
  getAttribute(name) { return this.attributes.get(name) ?? null; }
  get hidden() { return this.attributes.has("hidden"); }
  set hidden(is) { if (is) this.attributes.set("hidden", ""); else this.attributes.delete("hidden"); }
  addEventListener(event, handler) { this.handlers.set(event, [...(this.handlers.get(event) ?? []), handler]); }
  fire(event, properties = {}) { for (const handler of this.handlers.get(event) ?? []) handler({ preventDefault() {}, ...properties }); }
  getBoundingClientRect() { return { left: 0, top: 0, width: this.clientWidth, height: 300 }; }
  /** All elements in it, in the order of the page. */
  *all(tag) {
    for (const node of this.childNodes) {
      if (!(node instanceof Element)) continue;
      if (!tag || node.tag === tag) yield node;
      yield* node.all(tag);
    }
  }
}

/** Text as a reader has it: blocks apart from each other, and no text of an element that is not shown. */
export function shownText(element) {
  const blocks = new Set(["p", "div", "section", "h1", "h2", "h3", "td", "th", "tr", "li", "dt", "dd", "summary", "button", "text", "small"]);
  return element.childNodes.map(node => {
    if (!(node instanceof Element)) return node.textContent;
    if (["script", "style", "title"].includes(node.tag) || node.hidden) return "";
    return blocks.has(node.tag) ? `\n${shownText(node)}\n` : shownText(node);
  }).join("").replace(/\n+/g, "\n");
}

/** The names that a page's script finds, and window, whose events the caller fires. */
export function browser(data) {
  const main = new Element("main"), head = new Element("head"), script = new Element("script"), window = new Element("window");
  script.append(data);
  const waiting = [];
  return {
    main, window,
    /** What observers and frames wait for. */
    settle() { while (waiting.length) waiting.shift()(); },
    names: {
      window,
      document: {
        title: "", head,
        getElementById: id => ({ data: script, page: main })[id] ?? null,
        createElement: tag => new Element(tag), createElementNS: (space, tag) => new Element(tag),
        createRange: () => ({ selectNodeContents() {} }), execCommand: () => false,
      },
      ResizeObserver: class { constructor(told) { this.told = told; } observe() { waiting.push(() => this.told([])); } },
      requestAnimationFrame: draw => { waiting.push(() => draw(0)); },
    },
  };
}
