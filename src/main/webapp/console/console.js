import { Failure } from "./api.js";
import { Configuration } from "./config.js";
import { Nodes } from "./nodes.js";
import { Pool } from "./pool.js";
import { Requests } from "./requests.js";
import { showVisitor } from "../chat/sign-in.js";

const EVERY_MS = 2000;

/** The page: asks for everything anew every two seconds while somebody looks at it. */
class ConsolePage {
  #parts;
  #problem;
  #pause;

  /** @param {function(string): HTMLElement} find an element of the page by its id */
  constructor(find) {
    this.#parts = [
      new Pool({ figures: find("pool-figures"), chart: find("pool-chart") }),
      new Requests({ running: find("running"), recent: find("recent"), count: find("running-count") }),
      new Nodes(find("node-list")),
      new Configuration({
        account: find("account"),
        agent: find("agent"),
        about: find("config-about"),
        explained: find("explained"),
      }),
    ];
    this.#problem = find("problem");
    this.#pause = find("pause");
    this.#pause.addEventListener("click", () => this.#togglePause());
    find("picker").addEventListener("change", () => this.#update());
  }

  async run() {
    showVisitor({ form: document.getElementById("who"), name: document.getElementById("who-name") });
    for (;;) {
      if (!document.hidden && !this.#isPaused) {
        await this.#update();
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }

  async #update() {
    const results = await Promise.allSettled(this.#parts.map((part) => part.update()));
    const failures = results.filter(({ status }) => status === "rejected").map(({ reason }) => reason);
    const fault = failures.find((failure) => !(failure instanceof Failure));
    if (fault) {
      throw fault;
    }
    this.#show(failures[0]?.message ?? "");
  }

  #show(message) {
    if (this.#problem.textContent !== message) {
      this.#problem.textContent = message;
    }
    this.#problem.hidden = message === "";
  }

  get #isPaused() {
    return this.#pause.getAttribute("aria-pressed") === "true";
  }

  #togglePause() {
    this.#pause.setAttribute("aria-pressed", String(!this.#isPaused));
  }
}

await new ConsolePage((id) => document.getElementById(id)).run();
