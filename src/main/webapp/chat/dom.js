const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes an element. Strings among the children are text, never markup.
 *
 * @param {string} name
 * @param {Object<string, string|number|boolean|Function|undefined>} attributes a function listens to the event of its
 *     name; `true` is an empty attribute; `false` and `undefined` are none
 * @param {...(Node|string|undefined)} children nothing is made of an empty one
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(key, value);
    } else if (value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
  element.append(...children.filter(Boolean));
  return element;
}

/** One of the pictures that stand at the top of the page, hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** A button with a text. */
export function button(text, click) {
  return el("button", { type: "button", class: "button", click }, text);
}
