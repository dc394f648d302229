const STATUS = {
  partial: "The model's provider cut this answer off. What had arrived is shown.",
  limit: "A limit of this agent was reached, and the answer ended there.",
  cancelled: "This answer was stopped before it was complete.",
  error: "This answer ended with an error. What had arrived is shown.",
  timeout: "The model fell silent before this answer was complete.",
  interrupted: "The server stopped before this answer was complete.",
  in_progress: "This answer was still being written when the page was loaded.",
  pending: "This answer is shown, but the server has not yet been able to store it.",
};
const FINISH_REASON = {
  length: "The answer reached the longest length that this agent allows.",
  content_filter: "The model's provider withheld the rest of this answer.",
};

/** What a reader must know about how an answer ended; undefined when it is simply complete. */
export function describeOutcome(status, finishReason) {
  if (status === "complete") {
    return FINISH_REASON[finishReason];
  }
  return STATUS[status] ?? `This answer ended as “${status}”.`;
}
