import { Answer } from "./answer.js";
import { el } from "./dom.js";
import { note, problemNotice } from "./notice.js";
import { receipt } from "./receipt.js";

/** What was said, or what stands in its place while there is nothing to show. */
export class Transcript {
  #element;

  constructor(element) {
    this.#element = element;
  }

  /** Starts a new exchange, after which there is nothing more to do about the ones before. */
  addMessage(text) {
    this.#element.querySelectorAll(".empty, .notice .button").forEach((part) => part.remove());
    const message = el(
      "article",
      { class: "message user", "aria-label": "You", "data-testid": "message-user" },
      el("p", {}, text),
    );
    this.#element.append(message);
    return message;
  }

  addAnswer(agentName) {
    const answer = new Answer(agentName);
    this.#element.append(answer.element);
    return answer;
  }

  /** @param {{text: string, run: function(): void}} reload offered where an answer is missing */
  showHistory(messages, agentName, isCut, reload) {
    this.#element.replaceChildren();
    if (isCut) {
      this.#element.append(el("p", { class: "aside" }, "Older messages of this conversation are not shown."));
    }
    messages.forEach((message, index) => {
      if (message.role === "assistant") {
        this.addAnswer(agentName).restore(message);
      } else {
        this.addMessage(message.content);
        if (messages[index + 1]?.role !== "assistant") {
          this.#addMissing(message.llm_request_id, reload);
        }
      }
    });
  }

  showEmpty(agent, ask) {
    const suggestions = agent.suggestions.map((text) =>
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", class: "suggestion", "data-testid": "suggestion", click: () => ask(text) },
          text,
        ),
      ),
    );
    this.#element.replaceChildren(
      el(
        "div",
        { class: "empty" },
        el("p", { class: "empty-mark", "aria-hidden": "true" }, agent.name.slice(0, 1)),
        el("h2", {}, agent.name),
        agent.welcome ? el("p", { class: "welcome" }, agent.welcome) : undefined,
        suggestions.length > 0
          ? el("ul", { class: "suggestions", "aria-label": "Suggestions" }, ...suggestions)
          : undefined,
        el("p", { class: "empty-model" }, "Model ", el("code", {}, agent.model)),
      ),
    );
  }

  showLoading() {
    const lines = ["short", "long", "middle"].map((length) => el("span", { class: `ghost ${length}` }));
    this.#element.replaceChildren(
      el(
        "div",
        { class: "loading", role: "status" },
        el("span", { class: "sr-only" }, "Loading the conversation"),
        ...lines,
      ),
    );
  }

  showProblem(problem, action) {
    this.#element.replaceChildren(problemNotice(problem, action));
  }

  /** Says why there is nobody to talk to. */
  showNobody(title, text) {
    this.#element.replaceChildren(
      el("div", { class: "empty", role: "status" }, el("h2", {}, title), el("p", { class: "welcome" }, text)),
    );
  }

  #addMissing(requestId, reload) {
    this.#element.append(
      el(
        "div",
        { class: "message missing" },
        note("No answer to this message is stored.", reload),
        receipt({ requestId }),
      ),
    );
  }
}
