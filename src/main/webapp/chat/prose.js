import { el } from "./dom.js";
import { blocksOf, renderBlocks } from "./markdown.js";

const FIRST_STEP = 1000;
const PARSE_LIMIT_MS = 100;

/**
 * A Markdown text that grows. It is drawn at most once a frame, and only from the first block on that has changed. A text
 * made to be slow to parse, or nested too deeply, is shown unformatted.
 */
export class Prose {
  element = el("div", { class: "prose" });
  #text = "";
  #parsed = 0;
  #isPlain = false;
  #drawn = [];
  #links = "{}";
  #frame = 0;

  /** Adds to the text; it shows with the next frame. */
  add(delta) {
    this.#text += delta;
    this.#frame ||= requestAnimationFrame(() => this.flush());
  }

  /** Draws what is not yet drawn: frames do not come while the page is in the background. */
  flush() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    while (!this.#isPlain && this.#parsed < this.#text.length) {
      this.#parsed = Math.min(this.#text.length, Math.max(FIRST_STEP, 2 * this.#parsed));
      this.#isPlain = !this.#draw(this.#text.slice(0, this.#parsed));
    }
    if (this.#isPlain) {
      this.element.classList.add("plain");
      this.element.textContent = this.#text;
    }
  }

  get isBlank() {
    return this.#text.trim() === "";
  }

  /** The words as they are shown. */
  get words() {
    return this.element.textContent;
  }

  /** @returns {boolean} false when it is better not to go on with this text: it grows, and would take ever longer */
  #draw(text) {
    const began = performance.now();
    try {
      const blocks = blocksOf(text);
      const isQuick = performance.now() - began < PARSE_LIMIT_MS;
      this.#replaceChanged(blocks);
      return isQuick;
    } catch (failure) {
      if (failure instanceof RangeError) {
        return false;
      }
      throw failure;
    }
  }

  #replaceChanged(blocks) {
    const kept = this.#countUnchanged(blocks);
    this.#drawn.splice(kept).forEach(({ nodes }) => nodes.forEach((node) => node.remove()));
    for (const block of blocks.slice(kept)) {
      const fragment = renderBlocks([block]);
      this.#drawn.push({ raw: block.raw, depth: block.depth, nodes: [...fragment.childNodes] });
      this.element.append(fragment);
    }
  }

  /** A block looks the same when its text, its level as a heading, and the links that the text defines are the same. */
  #countUnchanged(blocks) {
    const links = JSON.stringify(blocks.links);
    if (links !== this.#links) {
      this.#links = links;
      return 0;
    }
    const changed = blocks.findIndex(({ raw, depth }, index) => {
      const drawn = this.#drawn[index];
      return raw !== drawn?.raw || depth !== drawn.depth;
    });
    return changed < 0 ? blocks.length : changed;
  }
}
