import { Problem, readHistory, stopRequest } from "./api.js";
import { shorten } from "./format.js";
import { forgetSession, rememberSession, sessionOf } from "./sessions.js";
import { ConnectionLost } from "./stream.js";
import { newKey, runTurn } from "./turn.js";

const HISTORY_LIMIT = 50;
const MAX_ANNOUNCED = 1000;

/** How long the server may take to end an answer that was stopped. */
const STOP_LIMIT_MS = 5_000;

/** Statuses by which the message itself is refused: sent again as it is, it would be refused again. */
const MESSAGE_REFUSED = new Set([400, 413, 422]);

/** The conversation with one agent, with at most one answer under way. */
export class Conversation {
  #place;
  #agent;
  #view;
  #reload;
  #turn;
  #answer;

  /**
   * @param {{account: string, agent: string}} place
   * @param {{name: string, model: string, welcome: string, suggestions: string[]}} agent
   * @param {{transcript: object, composer: object, follow: object, announcer: HTMLElement, signIn: function(): boolean}}
   *     view
   * @param {function(): void} reload opens this place anew
   */
  constructor(place, agent, view, reload) {
    this.#place = place;
    this.#agent = agent;
    this.#view = view;
    this.#reload = { text: "Reload the conversation", run: reload };
  }

  /** Shows what was said before, or the agent's welcome. */
  async open(signal) {
    const messages = await this.#readHistory(signal);
    if (messages.length === 0) {
      this.#showEmpty();
    } else {
      const isCut = messages.length === HISTORY_LIMIT;
      this.#view.transcript.showHistory(messages, this.#agent.name, isCut, this.#reload);
      this.#view.follow.toEnd();
    }
    this.#view.composer.enabled = true;
    this.#view.composer.takeFocus();
  }

  /**
   * Nothing happens while an answer is under way.
   *
   * @param {string} [key] of the message when it is sent again and may have arrived before
   */
  async send(text, key = newKey()) {
    if (this.#turn) {
      return;
    }
    const turn = new AbortController();
    const exchange = this.#begin(turn, text, key);
    try {
      exchange.answer.done(await this.#run(exchange, turn.signal));
      this.#announce(`${this.#agent.name} answered: ${exchange.answer.words}`);
    } catch (failure) {
      this.#showFailure(failure, exchange, turn.signal);
    } finally {
      this.#end(turn);
    }
  }

  /**
   * Ends the answer that is under way. What has arrived of it stays. The server is asked to end it, so that it can tell
   * what the answer cost; if it does not, the page ends it.
   */
  stop() {
    const turn = this.#turn;
    if (!turn || !this.#answer?.requestId) {
      turn?.abort();
      return;
    }
    setTimeout(() => turn.abort(), STOP_LIMIT_MS);
    stopRequest(this.#place, this.#answer.requestId).catch(() => turn.abort());
  }

  /** Leaves the session, and shows an empty chat. */
  startOver() {
    this.close();
    forgetSession(this.#place);
    this.#showEmpty();
    this.#view.composer.focus();
  }

  close() {
    this.#turn?.abort();
    this.#end(this.#turn);
  }

  async #readHistory(signal) {
    const sessionId = sessionOf(this.#place);
    if (!sessionId) {
      return [];
    }
    try {
      return await readHistory(this.#place, sessionId, HISTORY_LIMIT, signal);
    } catch (failure) {
      if (!(failure instanceof Problem && failure.status === 404)) {
        throw failure;
      }
      forgetSession(this.#place);
      return [];
    }
  }

  #begin(turn, text, key) {
    const { transcript, composer, follow } = this.#view;
    this.#turn = turn;
    const message = transcript.addMessage(text);
    const answer = transcript.addAnswer(this.#agent.name);
    this.#answer = answer;
    composer.busy = true;
    follow.toEnd();
    return { text, key, message, answer };
  }

  #run({ text, key, answer }, signal) {
    const request = { place: this.#place, message: text, sessionId: sessionOf(this.#place), key, signal };
    return runTurn(request, answer, (sessionId) => rememberSession(this.#place, sessionId));
  }

  #end(turn) {
    if (turn && this.#turn === turn) {
      this.#turn = undefined;
      this.#view.composer.busy = false;
    }
  }

  #showFailure(failure, exchange, signal) {
    const { answer } = exchange;
    if (signal.aborted) {
      answer.stopped(this.#reload);
    } else if (failure instanceof ConnectionLost) {
      answer.failed(lost(failure, answer), answer.requestId ? this.#reload : this.#retry(exchange, exchange.key));
    } else if (failure instanceof Problem && failure.status === 401 && this.#signIn(exchange)) {
      this.#takeBack(exchange);
    } else if (failure instanceof Problem) {
      failure.requestId ||= answer.requestId;
      answer.failed(failure, this.#remedy(failure, exchange));
    } else {
      answer.failed(new Problem({ title: "This page has failed", detail: "Reload the page.", cause: failure }));
      throw failure;
    }
  }

  /** The session is over: what was not sent is kept for after the sign-in. */
  #signIn({ text, answer }) {
    const { composer, signIn } = this.#view;
    const { draft } = composer;
    if (!answer.requestId && draft === "") {
      composer.draft = text;
    }
    const isLeaving = signIn();
    if (!isLeaving) {
      composer.draft = draft;
    }
    return isLeaving;
  }

  #remedy({ status }, exchange) {
    if (exchange.answer.hasContent) {
      return undefined;
    }
    if (status === 404) {
      forgetSession(this.#place);
    }
    if (MESSAGE_REFUSED.has(status)) {
      return this.#edit(exchange);
    }
    return this.#retry(exchange, status === 0 ? exchange.key : undefined);
  }

  /** @param {string} [key] of the message, when it is not known whether it has arrived */
  #retry(exchange, key) {
    const run = () => {
      this.#takeBack(exchange);
      this.send(exchange.text, key);
    };
    return { text: "Retry", run };
  }

  #edit(exchange) {
    const run = () => {
      this.#takeBack(exchange);
      this.#view.composer.draft = exchange.text;
      this.#view.composer.focus();
    };
    return { text: "Edit the message", run };
  }

  #takeBack({ message, answer }) {
    message.remove();
    answer.element.remove();
  }

  #showEmpty() {
    this.#view.transcript.showEmpty(this.#agent, (text) => this.send(text));
    this.#view.follow.toStart();
  }

  #announce(text) {
    this.#view.announcer.textContent = shorten(text, MAX_ANNOUNCED);
  }
}

function lost(failure, { hasContent, requestId }) {
  const detail = hasContent
    ? "The answer ends here and may not be complete. The server may have kept all of it."
    : "No answer arrived. Whether the server is still working on it is not known.";
  return new Problem({ title: failure.message, detail, request_id: requestId, cause: failure });
}
