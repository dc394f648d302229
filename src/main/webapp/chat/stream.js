/** Longer than the server is ever silent: it sends a comment every 15 seconds. */
const SILENCE_LIMIT_MS = 60_000;
const LINE_END = /\r\n|\n|\r/;

/** A stream of events broke off: whether the server had more to say is not known. */
export class ConnectionLost extends Error {
  constructor(cause) {
    super("The connection was lost", { cause });
    this.name = "ConnectionLost";
  }
}

/** Takes a stream of server-sent events apart, however it is cut. */
export class EventParser {
  #partialLine = "";
  #endedInCarriageReturn = false;
  #type = "";
  #data = [];
  #lastId = "";

  /**
   * @param {string} text the next piece of the stream
   * @returns {Generator<{type: string, data: string, id: string}>} the events that it completes
   */
  *push(text) {
    if (text === "") {
      return;
    }
    const rest = this.#endedInCarriageReturn && text.startsWith("\n") ? text.slice(1) : text;
    this.#endedInCarriageReturn = text.endsWith("\r");
    const lines = (this.#partialLine + rest).split(LINE_END);
    this.#partialLine = lines.pop();
    for (const line of lines) {
      if (line === "") {
        yield* this.#dispatch();
      } else {
        this.#take(line);
      }
    }
  }

  #take(line) {
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") {
      this.#data.push(value);
    } else if (field === "event") {
      this.#type = value;
    } else if (field === "id" && !value.includes("\0")) {
      this.#lastId = value;
    }
  }

  *#dispatch() {
    if (this.#data.length > 0) {
      yield { type: this.#type || "message", data: this.#data.join("\n"), id: this.#lastId };
    }
    this.#type = "";
    this.#data = [];
  }
}

/**
 * Reads events as they arrive, until the stream ends or the caller has enough. An event that the end cuts is dropped.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {AbortSignal} signal ends the reading with its own reason
 * @throws {ConnectionLost} when the connection breaks, or is silent for too long
 */
export async function* readEvents(body, signal) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parser = new EventParser();
  try {
    for (;;) {
      const { done, value } = await read(reader, signal);
      if (done) {
        return;
      }
      yield* parser.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    reader.cancel().catch(() => {}); // only a stream that is broken already refuses, and its reader was told so
  }
}

async function read(reader, signal) {
  try {
    return await withinSilenceLimit(reader.read());
  } catch (failure) {
    signal.throwIfAborted();
    throw new ConnectionLost(failure);
  }
}

function withinSilenceLimit(promise) {
  let timer;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the server fell silent")), SILENCE_LIMIT_MS);
  });
  return Promise.race([promise, silence]).finally(() => clearTimeout(timer));
}
