import { el } from "../chat/dom.js";
import { read } from "./api.js";
import { table } from "./table.js";

const COLUMNS = [
  { title: "Key", class: "id", cell: ({ key }) => key },
  { title: "Value", class: "wide", cell: (entry) => shown(entry) },
  { title: "Source", cell: (entry) => (entry.source ? place(entry) : "") },
  { title: "Ordinal", class: "number", cell: ({ ordinal }) => ordinal?.toString() },
  { title: "What lower levels say", class: "wide", cell: (entry) => lower(entry) },
];

/** Where each setting of an agent comes from, of all agents of the configuration in force. */
export class Configuration {
  #account;
  #agent;
  #about;
  #box;
  #agents = [];
  #shown = "";

  constructor({ account, agent, about, explained }) {
    this.#account = account;
    this.#agent = agent;
    this.#about = about;
    this.#box = explained;
    account.addEventListener("change", () => this.#offerAgents());
  }

  async update() {
    const { epoch, agents = [] } = await read("admin/config");
    this.#offer(agents);
    const { value: account } = this.#account;
    const { value: agent } = this.#agent;
    const wanted = `${epoch} ${account}/${agent}`;
    if (agent !== "" && wanted !== this.#shown) {
      this.#show(await read(`admin/accounts/${encodeURIComponent(account)}/agents/${encodeURIComponent(agent)}/config`));
      this.#shown = wanted;
    }
  }

  #offer(agents) {
    const isSame = JSON.stringify(agents.map(name)) === JSON.stringify(this.#agents.map(name));
    this.#agents = agents;
    if (!isSame) {
      fill(this.#account, [...new Set(agents.map(({ account }) => account))]);
      this.#offerAgents();
    }
  }

  #offerAgents() {
    const ofAccount = this.#agents.filter(({ account }) => account === this.#account.value);
    fill(this.#agent, ofAccount.map(({ agent }) => agent));
  }

  #show({ served, hash, epoch, fallback, faults, keys }) {
    const state = served ? `In force since change ${epoch}, hash ${hash}` : "Not served";
    this.#about.replaceChildren(
      [state, fallback ? "without a file of its own" : ""].filter(Boolean).join(", "),
      ...faults.map(({ source, line, key, reason }) => el("span", { class: "fault" }, `${source}:${line} ${key}: ${reason}`)),
    );
    this.#box.replaceChildren(table("Settings of the agent", COLUMNS, keys, "Nothing is known of this agent."));
  }
}

function name({ account, agent }) {
  return `${account}/${agent}`;
}

function shown({ secret, set, value }) {
  return secret ? (set ? "set, and not shown" : "not set") : (value ?? "");
}

function place({ source, line }) {
  return line ? `${source}:${line}` : source;
}

function lower({ secret, below }) {
  const says = (level) => `${place(level)}: ${secret ? "set, and not shown" : level.value || "empty"}`;
  return below.length > 0 ? el("ul", { class: "tools" }, ...below.map((level) => el("li", {}, says(level)))) : undefined;
}

function fill(select, names) {
  const before = select.value;
  select.replaceChildren(...names.map((value) => el("option", { value, selected: value === before }, value)));
  select.disabled = names.length === 0;
}
