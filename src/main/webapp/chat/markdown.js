import { Marked } from "../webjars/marked/17.0.1/lib/marked.esm.js";
import "../webjars/dompurify/3.3.3/dist/purify.min.js";
import { el } from "./dom.js";

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const LINE_BREAK = /^<br\s*\/?>$/i;
const TOP_HEADING = 3;
const LOWEST_HEADING = 6;

/** What an answer may be made of: no images, no forms, no ids, classes or styles, and links only to other places. */
const ALLOWED = {
  ALLOWED_TAGS: [
    ..."p br hr h3 h4 h5 h6 strong em del code pre blockquote".split(" "),
    ..."ul ol li a table thead tbody tr th td".split(" "),
  ],
  ALLOWED_ATTR: ["href", "title", "start", "align"],
  ADD_URI_SAFE_ATTR: ["start", "align"],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

const purifier = globalThis.DOMPurify(window);
purifier.addHook("afterSanitizeAttributes", (node) => {
  if (node.nodeName === "A" && node.hasAttribute("href")) {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  }
});

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text, block }) => (LINE_BREAK.test(text) ? "<br>" : block ? `<p>${escape(text)}</p>` : escape(text)),
    image: ({ href, text }) => `<a href="${escape(href)}">${escape(text || "image")}</a>`,
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
  },
});

/** The blocks of a Markdown text: paragraphs, lists, tables and so on. Its headings go below those of the page. */
export function blocksOf(text) {
  const blocks = marked.lexer(text);
  const headings = blocks.filter(({ type }) => type === "heading");
  const shift = TOP_HEADING - Math.min(...headings.map(({ depth }) => depth));
  headings.forEach((heading) => {
    heading.depth = Math.min(heading.depth + shift, LOWEST_HEADING);
  });
  return blocks;
}

/** Renders blocks. Whatever the text says, the fragment runs nothing and loads nothing. */
export function renderBlocks(blocks) {
  const fragment = purifier.sanitize(marked.parser(blocks), ALLOWED);
  fragment.querySelectorAll("table").forEach((table) => {
    const frame = el("div", { class: "table-scroll" });
    table.replaceWith(frame);
    frame.append(table);
    makeScrollable(frame, "Table");
  });
  fragment.querySelectorAll("pre").forEach((code) => makeScrollable(code, "Code"));
  return fragment;
}

/** Lets the keyboard scroll what may be wider than the screen. */
function makeScrollable(element, label) {
  element.tabIndex = 0;
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", label);
}

function escape(text) {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]);
}
