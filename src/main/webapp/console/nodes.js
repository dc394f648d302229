import { el } from "../chat/dom.js";
import { formatDuration } from "../chat/format.js";
import { read } from "./api.js";
import { table } from "./table.js";

/** The nodes that share the database. */
export class Nodes {
  #box;

  constructor(box) {
    this.#box = box;
  }

  async update() {
    const { this: self, nodes } = await read("admin/nodes");
    this.#box.replaceChildren(table("Nodes", columns(self), nodes, "No node is on record."));
  }
}

function columns(self) {
  return [
    { title: "Node", cell: ({ name, id }) => (id === self ? `${name} (this one)` : name) },
    { title: "Status", cell: ({ status }) => el("span", { class: "badge", "data-status": status }, status) },
    { title: "Last heartbeat", class: "number", cell: ({ silent_ms: ms }) => `${formatDuration(Math.max(0, ms))} ago` },
    { title: "Started", class: "number", cell: ({ age_ms: ms }) => `${span(ms)} ago` },
    { title: "Incarnation", class: "id", cell: ({ id }) => id },
  ];
}

function span(ms) {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) {
    return minutes < 2 ? `${Math.round(ms / 1000)} s` : `${minutes} min`;
  }
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
