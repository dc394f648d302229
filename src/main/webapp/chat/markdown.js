import { Marked } from "../webjars/marked/17.0.1/lib/marked.esm.js";
import "../webjars/dompurify/3.3.3/dist/purify.min.js";
import { el } from "./dom.js";

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const TOP_HEADING = 3;

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
  if (node.nodeName === "A") {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  }
});

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }) => escape(text),
    image: ({ href, text }) => `<a href="${escape(href)}">${escape(text || "image")}</a>`,
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
    heading({ tokens, depth }) {
      const level = Math.min(depth + TOP_HEADING - 1, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
  },
});

/** The blocks of a Markdown text: paragraphs, lists, tables and so on. Equal `raw` and `links` give an equal rendering. */
export function blocksOf(text) {
  return marked.lexer(text);
}

/** Renders blocks. Whatever the text says, the fragment runs nothing and loads nothing. */
export function renderBlocks(blocks) {
  const fragment = purifier.sanitize(marked.parser(blocks), ALLOWED);
  for (const table of fragment.querySelectorAll("table")) {
    const scroller = el("div", { class: "table-scroll", role: "region", "aria-label": "Table", tabindex: 0 });
    table.replaceWith(scroller);
    scroller.append(table);
  }
  return fragment;
}

function escape(text) {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]);
}
