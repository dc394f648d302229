import { el } from "../chat/dom.js";

/**
 * A table of text.
 *
 * @param {string} caption read by screen readers
 * @param {{title: string, class?: string, cell: function(Object): (string|Node|undefined)}[]} columns the first one names the row
 * @param {Object[]} rows
 * @param {string} nothing what is said when there are none
 */
export function table(caption, columns, rows, nothing) {
  if (rows.length === 0) {
    return el("p", { class: "nothing" }, nothing);
  }
  const [name, ...others] = columns;
  const line = (row) =>
    el(
      "tr",
      { "data-status": row.status },
      el("th", { scope: "row", class: name.class }, name.cell(row)),
      ...others.map((column) => el("td", { class: column.class }, column.cell(row))),
    );
  return el(
    "table",
    {},
    el("caption", { class: "sr-only" }, caption),
    el("thead", {}, el("tr", {}, ...columns.map(({ title, class: kind }) => el("th", { scope: "col", class: kind }, title)))),
    el("tbody", {}, ...rows.map(line)),
  );
}
