import { el, icon } from "./dom.js";
import { formatCost, formatTokens } from "./format.js";

const CONFIRMATION_MS = 1500;

/** The line below an answer: what it cost, and by which id the ledger knows it. */
export function receipt({ cost, costText = formatCost(cost), usage, requestId }) {
  return el(
    "footer",
    { class: "receipt" },
    el("span", { "data-testid": "answer-cost" }, costText),
    usage && el("span", {}, formatTokens(usage)),
    requestId && requestLine(requestId, "answer-request-id"),
  );
}

/** A request id with a button that copies it. */
export function requestLine(requestId, testId) {
  const id = el("code", { "data-testid": testId }, requestId);
  const label = el("span", { class: "sr-only" }, "Copy the request id");
  const copy = el("button", { type: "button", class: "copy", title: "Copy the request id" }, icon("copy"), label);
  copy.addEventListener("click", async () => {
    if (await copied(requestId)) {
      confirm(copy, label);
    } else {
      getSelection().selectAllChildren(id);
    }
  });
  return el("span", { class: "request" }, el("span", {}, "request"), id, copy);
}

/** False where the browser has no clipboard for the page, as over plain HTTP. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function confirm(copy, label) {
  const before = label.textContent;
  copy.firstChild.replaceWith(icon("ok"));
  label.textContent = "Copied";
  setTimeout(() => {
    copy.firstChild.replaceWith(icon("copy"));
    label.textContent = before;
  }, CONFIRMATION_MS);
}
