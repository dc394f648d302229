import { openStream, Problem } from "./api.js";
import { ConnectionLost, readEvents } from "./stream.js";

/**
 * Sends a message and shows the answer as it comes.
 *
 * @param {{place: {account: string, agent: string}, message: string, sessionId?: string, signal: AbortSignal}} request
 * @param {import("./answer.js").Answer} answer
 * @param {function(string): void} onSession told the session of the turn as soon as it is known
 * @returns {Promise<object>} the data of `done`
 * @throws {Problem} when the server refuses the message or the answer ends in an error
 * @throws {ConnectionLost} when the stream ends without saying how
 */
export async function runTurn({ place, message, sessionId, signal }, answer, onSession) {
  const body = await openStream(place, message, sessionId, signal);
  for await (const event of readEvents(body, signal)) {
    const data = parse(event.data);
    switch (event.type) {
      case "start":
        answer.requestId = data.llm_request_id;
        onSession(data.session_id);
        break;
      case "message":
        answer.addText(data.delta);
        break;
      case "tool_call":
        answer.startTool(data);
        break;
      case "tool_result":
        answer.endTool(data);
        break;
      case "done":
        return data;
      case "error":
        throw new Problem(data);
    }
  }
  throw new ConnectionLost();
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch (failure) {
    throw new Problem({
      title: "The server's answer cannot be read",
      detail: "An event of it is not JSON.",
      cause: failure,
    });
  }
}
