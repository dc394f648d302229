import { el } from "./dom.js";
import { note, problemNotice } from "./notice.js";
import { describeOutcome } from "./outcome.js";
import { Prose } from "./prose.js";
import { receipt } from "./receipt.js";
import { ToolChip } from "./tool-chip.js";

/** An answer of the agent: words and tool calls in the order in which they came, and how it ended. */
export class Answer {
  #parts = el("div", { class: "parts" });
  #waiting = el("div", { class: "waiting" }, el("span", { class: "sr-only" }, "Waiting for the answer"));
  #prose = [];
  #tools = new Map();
  #toolRow;
  requestId = "";

  constructor(agentName) {
    this.element = el(
      "article",
      { class: "message assistant", "aria-label": agentName, "aria-busy": "true", "data-testid": "message-assistant" },
      el("h2", { class: "author" }, agentName),
      this.#parts,
      this.#waiting,
    );
  }

  /** Whether anything of the answer has arrived. */
  get hasContent() {
    return this.#tools.size > 0 || this.#prose.some((prose) => !prose.isBlank);
  }

  get words() {
    return this.#prose.map((prose) => prose.words).join(" ");
  }

  addText(delta) {
    if (this.#toolRow || this.#prose.length === 0) {
      this.#toolRow = undefined;
      const prose = new Prose();
      this.#prose.push(prose);
      this.#parts.append(prose.element);
    }
    const prose = this.#prose.at(-1);
    prose.add(delta);
    this.#waiting.hidden = !prose.isBlank;
  }

  startTool({ id, name, arguments: values }) {
    if (!this.#toolRow) {
      this.#toolRow = el("div", { class: "tools" });
      this.#parts.append(this.#toolRow);
    }
    const chip = new ToolChip(name, values);
    this.#tools.set(id, chip);
    this.#toolRow.append(chip.element);
    this.#waiting.hidden = false;
  }

  endTool({ id, status, duration_ms: durationMs }) {
    this.#tools.get(id)?.end(status, durationMs);
  }

  /** Shows an answer of the history. */
  restore({ content, completion_status: status, total_cost: amount, llm_request_id: requestId }) {
    this.addText(content);
    this.#end(outcomeNote(describeOutcome(status)), receipt({ cost: { amount }, requestId }));
  }

  done({ completion_status: status, finish_reason: finishReason, usage, cost, llm_request_id: requestId }) {
    const text = describeOutcome(status, finishReason) ?? (this.hasContent ? undefined : "The agent answered nothing.");
    this.#end(outcomeNote(text), receipt({ cost, usage, requestId }));
  }

  /** @param {{text: string, run: function(): void}} [action] */
  failed(problem, action) {
    this.#end(problemNotice(problem, action));
  }

  /** The reader stopped the answer: what it costs is settled without this page hearing of it. */
  stopped(action) {
    const { requestId } = this;
    this.#end(
      note("You stopped this answer.", requestId && action),
      requestId && receipt({ costText: "cost not known yet", requestId }),
    );
  }

  #end(...closing) {
    this.#prose.forEach((prose) => prose.flush());
    this.#tools.forEach((chip) => chip.abandon());
    this.#waiting.remove();
    this.element.setAttribute("aria-busy", "false");
    this.element.append(...closing.filter(Boolean));
  }
}

function outcomeNote(text) {
  return text && note(text);
}
