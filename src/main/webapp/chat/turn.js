import { openStream, Problem, resumeStream } from "./api.js";
import { ConnectionLost, readEvents } from "./stream.js";

/** Pauses before the attempts to go on with an answer whose connection broke. */
const PAUSES_MS = [250, 1_000, 2_000, 4_000, 8_000];

/** A name for a message, by which the server knows it when it is sent again. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Sends a message and shows the answer as it comes. When the connection breaks, the answer goes on where it stopped.
 *
 * @param {{place: {account: string, agent: string}, message: string, sessionId?: string, key: string,
 *     signal: AbortSignal}} request
 * @param {import("./answer.js").Answer} answer
 * @param {function(string): void} onSession told the session of the turn as soon as it is known
 * @returns {Promise<object>} the data of `done`
 * @throws {Problem} when the server refuses the message or the answer ends in an error
 * @throws {ConnectionLost} when the connection stays lost
 */
export async function runTurn(request, answer, onSession) {
  const heard = { requestId: "", lastEventId: "" };
  for (const pause of PAUSES_MS) {
    try {
      return await listen(request, heard, answer, onSession);
    } catch (failure) {
      if (!isLost(failure)) {
        throw failure;
      }
      await wait(pause, request.signal);
    }
  }
  return listen(request, heard, answer, onSession);
}

async function listen({ place, signal, ...asked }, heard, answer, onSession) {
  const body = heard.requestId
    ? await resumeStream(place, heard.requestId, heard.lastEventId, signal)
    : await openStream(place, asked, signal);
  for await (const event of readEvents(body, signal)) {
    const data = parse(event.data);
    switch (event.type) {
      case "start":
        heard.requestId = answer.requestId = data.llm_request_id;
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
    heard.lastEventId = event.id;
  }
  throw new ConnectionLost();
}

/** Whether the way to the server broke; a refusal has a status. */
function isLost(failure) {
  return failure instanceof ConnectionLost || (failure instanceof Problem && failure.status === 0);
}

function wait(milliseconds, signal) {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch (failure) {
    throw new Problem({
      title: "The server's answer cannot be read",
      detail: "An event of it is not JSON.",
      status: 200,
      cause: failure,
    });
  }
}
