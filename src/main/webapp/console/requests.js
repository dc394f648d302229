import { el } from "../chat/dom.js";
import { formatCost, formatDuration } from "../chat/format.js";
import { read } from "./api.js";
import { table } from "./table.js";

const COUNT = new Intl.NumberFormat("en");
const TIME = new Intl.DateTimeFormat("en", { timeStyle: "medium", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat("en", { month: "short", day: "numeric" });
const COLUMNS = [
  { title: "Request", class: "id", cell: ({ id }) => id },
  { title: "Status", cell: ({ status, error_type: type }) => badge(status, type) },
  { title: "Agent", cell: ({ agent }) => agent },
  { title: "Model", cell: ({ model }) => model },
  { title: "Tools", cell: ({ tools }) => toolList(tools) },
  { title: "Tokens", class: "number", cell: ({ status, tokens }) => (status === "in_progress" ? "" : COUNT.format(tokens)) },
  { title: "Cost", class: "number", cell: ({ status, cost }) => (status === "in_progress" ? "" : formatCost({ amount: cost })) },
  { title: "Took", class: "number", cell: ({ latency_ms: ms }) => (ms === null ? "" : formatDuration(ms)) },
  { title: "Started", cell: ({ started_at: at }) => time(new Date(at)) },
];

/** The requests that run, on any node, and those that ended last. */
export class Requests {
  #running;
  #recent;
  #count;

  constructor({ running, recent, count }) {
    this.#running = running;
    this.#recent = recent;
    this.#count = count;
  }

  async update() {
    const { running, recent } = await read("admin/requests");
    this.#count.textContent = String(running.length);
    this.#running.replaceChildren(table("Running requests", COLUMNS, running, "Nothing runs."));
    this.#recent.replaceChildren(table("Recent requests", COLUMNS, recent, "Nothing has run yet."));
  }
}

function time(at) {
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? TIME.format(at) : `${DAY.format(at)}, ${TIME.format(at)}`;
}

function badge(status, type) {
  return el("span", { class: "badge", "data-status": status }, type ? `${status} (${type})` : status);
}

function toolList(tools) {
  return tools.length > 0 ? el("ul", { class: "tools" }, ...tools.map((tool) => el("li", {}, tool))) : undefined;
}
