import { el, icon } from "./dom.js";
import { formatDuration, summarise } from "./format.js";

/** One call of a tool: running, then ended with a status. Its arguments show when it is opened. */
export class ToolChip {
  element = el("details", { class: "tool", "data-testid": "tool-chip" });
  #mark = el("span", { class: "tool-mark" });
  #state = el("span", { class: "tool-state" });

  constructor(name, values = {}) {
    this.element.append(
      el(
        "summary",
        {},
        this.#mark,
        el("code", { class: "tool-name" }, name),
        el("span", { class: "tool-summary" }, summarise(values)),
        this.#state,
      ),
      el("pre", { class: "tool-arguments", tabindex: 0, "aria-label": "Arguments" }, JSON.stringify(values, null, 2)),
    );
    this.#show("running", "running…", el("span", { class: "spinner" }));
  }

  /** @param {"ok"|"failed"|"timeout"|"rejected"} status */
  end(status, durationMs) {
    const took = formatDuration(durationMs);
    this.#show(status, status === "ok" ? took : `${status} · ${took}`, icon(status === "ok" ? "ok" : "failed"));
  }

  /** The answer ended before the tool's result was heard of. */
  abandon() {
    if (this.element.dataset.status === "running") {
      this.#show("unknown", "no result", icon("failed"));
    }
  }

  #show(status, text, mark) {
    this.element.dataset.status = status;
    this.#state.textContent = text;
    this.#mark.replaceChildren(mark);
  }
}
