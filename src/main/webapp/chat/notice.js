import { button, el, icon } from "./dom.js";
import { requestLine } from "./receipt.js";

/**
 * Says what went wrong.
 *
 * @param {import("./api.js").Problem} problem
 * @param {{text: string, run: function(): void}} [action] what the reader can do about it
 */
export function problemNotice(problem, action) {
  return notice(
    { class: "notice problem", role: "alert", "data-testid": "problem" },
    el("strong", {}, problem.message),
    problem.detail ? el("p", {}, problem.detail) : undefined,
    problem.requestId ? requestLine(problem.requestId, "problem-request-id") : undefined,
    action && button(action.text, action.run),
  );
}

/** Says that something is not as one would expect, though nothing failed. */
export function note(text, action) {
  return notice(
    { class: "notice", role: "note", "data-testid": "answer-note" },
    el("p", {}, text),
    action && button(action.text, action.run),
  );
}

function notice(attributes, ...children) {
  return el("div", attributes, icon("alert"), el("div", { class: "notice-body" }, ...children));
}
