import { el } from "./dom.js";

/** The two selections of account and agent. */
export class Picker {
  #account;
  #agent;
  #shownAccount;

  /** @param {function({account: string, agent?: string}): void} onPick told what the reader has chosen */
  constructor({ account, agent }, onPick) {
    this.#account = account;
    this.#agent = agent;
    account.addEventListener("change", () => onPick({ account: account.value }));
    agent.addEventListener("change", () => onPick({ account: account.value, agent: agent.value }));
  }

  showAccounts(accounts, chosen) {
    fill(this.#account, accounts, chosen, "Choose an account");
    if (chosen !== this.#shownAccount) {
      this.#shownAccount = chosen;
      fill(this.#agent, [], undefined, "Agents");
    }
  }

  showAgents(agents, chosen) {
    fill(this.#agent, agents, chosen, agents.length > 0 ? "Choose an agent" : "No agents");
  }
}

function fill(select, entries, chosen, placeholder) {
  const isChosen = entries.some(({ slug }) => slug === chosen);
  const options = entries.map(({ slug, name }) => el("option", { value: slug, selected: slug === chosen }, name));
  if (!isChosen) {
    options.unshift(el("option", { value: "", selected: true, disabled: true }, placeholder));
  }
  select.replaceChildren(...options);
  select.disabled = entries.length === 0;
}
