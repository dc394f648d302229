const API = new URL("../api/", import.meta.url);
const JSON_TYPE = /^application\/(problem\+)?json\b/i;

/** Why a request failed, in the words that the reader is shown. */
export class Problem extends Error {
  /**
   * @param {{title: string, detail?: string, status?: number, request_id?: string, cause?: unknown}} document as of
   *     RFC 9457
   */
  constructor({ title, detail = "", status = 0, request_id: requestId = "", cause }) {
    super(title, { cause });
    this.name = "Problem";
    this.detail = detail;
    this.status = status;
    this.requestId = requestId;
  }
}

/** @returns {Promise<{slug: string, name: string}[]>} */
export async function listAccounts(signal) {
  return (await getJson("accounts", signal)).accounts;
}

/** @returns {Promise<{slug: string, name: string, model: string, welcome: string, suggestions: string[]}[]>} */
export async function listAgents(account, signal) {
  return (await getJson(`accounts/${encodeURIComponent(account)}/agents`, signal)).agents;
}

/** The newest messages of a session, oldest of them first. */
export async function readHistory(place, sessionId, limit, signal) {
  const query = new URLSearchParams({ session_id: sessionId, limit });
  return (await getJson(`${pathOf(place)}/history?${query}`, signal)).messages;
}

/**
 * Sends a message. Sent again under the same key, it gets the answer that the first one began.
 *
 * @returns {Promise<ReadableStream<Uint8Array>>} the events of the answer
 * @throws {Problem} when the server refuses it or cannot be reached
 */
export async function openStream(place, { message, sessionId, key }, signal) {
  return eventsOf(
    await request(`${pathOf(place)}/stream`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream", "Idempotency-Key": key },
      body: JSON.stringify({ message, session_id: sessionId }),
      signal,
    }),
  );
}

/** The events of an answer that was begun, after the last one that arrived. */
export async function resumeStream({ account }, requestId, lastEventId, signal) {
  return eventsOf(
    await request(`accounts/${encodeURIComponent(account)}/requests/${encodeURIComponent(requestId)}/events`, {
      headers: { Accept: "text/event-stream", "Last-Event-ID": lastEventId },
      signal,
    }),
  );
}

function eventsOf(response) {
  if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
    throw unreadable(response);
  }
  return response.body;
}

/** Asks the server to end a running answer; its stream tells how it ended. */
export async function stopRequest({ account }, requestId) {
  await request(`accounts/${encodeURIComponent(account)}/requests/${encodeURIComponent(requestId)}`, {
    method: "DELETE",
  });
}

async function getJson(path, signal) {
  const response = await request(path, { headers: { Accept: "application/json" }, signal });
  try {
    return await response.json();
  } catch (failure) {
    signal?.throwIfAborted();
    throw unreadable(response, failure);
  }
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(new URL(path, API), options);
  } catch (failure) {
    options.signal?.throwIfAborted();
    throw unreachable(failure);
  }
  if (!response.ok) {
    throw await refusal(response);
  }
  return response;
}

async function refusal(response) {
  const document = JSON_TYPE.test(response.headers.get("Content-Type") ?? "")
    ? await response.json().catch(() => ({}))
    : {};
  return new Problem({
    title: document.title ?? "The server refused the request",
    detail: [document.detail ?? `It answered with HTTP status ${response.status}.`, waitOf(response)].join(" ").trim(),
    status: response.status,
    request_id: document.request_id ?? requestIdOf(response),
  });
}

function waitOf(response) {
  const seconds = response.headers.get("Retry-After");
  return /^\d+$/.test(seconds ?? "") ? `(Suggested wait: ${seconds} s.)` : "";
}

function unreadable(response, cause) {
  return new Problem({
    title: "The server's answer cannot be read",
    detail: "Something between this page and the server may have changed it.",
    status: response.status,
    request_id: requestIdOf(response),
    cause,
  });
}

function unreachable(cause) {
  return new Problem({
    title: "The server cannot be reached",
    detail: "Check your connection. Whether the request arrived is not known.",
    cause,
  });
}

function requestIdOf(response) {
  return response.headers.get("X-Request-Id") ?? "";
}

function pathOf({ account, agent }) {
  return `accounts/${encodeURIComponent(account)}/agents/${encodeURIComponent(agent)}`;
}
