"use strict";
/* A chart that says its values under the pointer, and whose curves are switched on and off. */

/** @typedef {{name: string, x: number[], y: (number | null)[], across: number[], style: string}} Curve */

const SVG = "http://www.w3.org/2000/svg";
const brief = (/** @type {number} */ value) => String(Number(value.toPrecision(5)));

/** @param {string} tag @param {string} style @param {string} [text] */
function element(tag, style, text = "") {
  const made = document.createElement(tag);
  made.className = style;
  made.textContent = text;
  return made;
}

class Chart {
  /** @param {HTMLElement} root */
  constructor(root) {
    /** @type {{x: string, curves: Curve[]}} */
    const { x, curves } = JSON.parse(root.querySelector("script")?.textContent ?? "");
    this.label = x;
    this.curves = curves;
    this.svg = /** @type {SVGSVGElement} */ (root.querySelector("svg"));
    this.axes = /** @type {SVGGraphicsElement} */ (this.svg.querySelector(".axes"));
    this.cursor = document.createElementNS(SVG, "path");
    this.cursor.setAttribute("class", "cursor");
    this.axes.after(this.cursor);
    this.told = element("div", "told");
    this.told.setAttribute("role", "status");
    this.isOn = curves.map(() => true);
    this.at = -1;
    const switches = element("div", "switches");
    switches.append(...curves.map((_, place) => this.switch(place)));
    root.append(this.told, switches);
    this.svg.tabIndex = 0;
    this.svg.addEventListener("pointermove", (event) => this.point(event));
    this.svg.addEventListener("keydown", (event) => this.key(event));
    this.svg.addEventListener("pointerleave", () => this.leave());
    this.svg.addEventListener("blur", () => this.leave());
  }

  /** A button that shows a curve or hides it. @param {number} place */
  switch(place) {
    const { name, style } = this.curves[place];
    const button = element("button", style, name);
    button.setAttribute("aria-pressed", "true");
    button.addEventListener("click", () => {
      this.isOn[place] = !this.isOn[place];
      button.setAttribute("aria-pressed", String(this.isOn[place]));
      for (const part of this.svg.querySelectorAll(`.of${place}`)) part.classList.toggle("off", !this.isOn[place]);
      this.leave();
    });
    return button;
  }

  /** Where the curves that are shown have points, from left to right. */
  stops() {
    const shown = this.curves.filter((_, place) => this.isOn[place]);
    return [...new Set(shown.flatMap((curve) => curve.across))].sort((a, b) => a - b);
  }

  /** @param {PointerEvent} event */
  point(event) {
    const inverse = this.axes.getScreenCTM()?.inverse();
    const across = new DOMPoint(event.clientX, event.clientY).matrixTransform(inverse).x / this.axes.getBBox().width;
    const far = (/** @type {number} */ stop) => Math.abs(stop - across);
    const stops = this.stops();
    this.show(stops.reduce((best, stop, place) => (far(stop) < far(stops[best]) ? place : best), 0));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const last = this.stops().length - 1;
    const to = { ArrowRight: this.at + 1, ArrowLeft: this.at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.show(Math.min(Math.max(to, 0), last));
  }

  /** Say what the curves are at one of the stops. @param {number} at */
  show(at) {
    const stop = this.stops()[at];
    if (stop === undefined) return;
    this.at = at;
    const { width, height } = this.axes.getBBox();
    this.cursor.setAttribute("d", `M${stop * width} 0V${height}`);
    /** @type {HTMLElement[]} */
    const told = [];
    for (const [place, { name, x, y, across, style }] of this.curves.entries()) {
      const point = this.isOn[place] ? across.indexOf(stop) : -1;
      if (point < 0) continue;
      if (!told.length) told.push(element("b", "", `${this.label} ${brief(x[point])}`));
      const value = y[point];
      told.push(element("span", style, `${name}: ${value === null ? "—" : brief(value)}`));
    }
    this.told.replaceChildren(...told);
  }

  leave() {
    this.at = -1;
    this.told.replaceChildren();
    this.cursor.removeAttribute("d");
  }
}

for (const root of document.querySelectorAll(".chart")) {
  if (root instanceof HTMLElement) new Chart(root);
}
