import { el } from "./dom.js";
import { blocksOf, renderBlocks } from "./markdown.js";

/** A Markdown text that grows. It is drawn at most once a frame, and only from the first block on that has changed. */
export class Prose {
  element = el("div", { class: "prose" });
  #text = "";
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
    const blocks = blocksOf(this.#text);
    const kept = this.#countUnchanged(blocks);
    this.#drawn.splice(kept).forEach(({ nodes }) => nodes.forEach((node) => node.remove()));
    for (const block of blocks.slice(kept)) {
      const fragment = renderBlocks([block]);
      this.#drawn.push({ raw: block.raw, nodes: [...fragment.childNodes] });
      this.element.append(fragment);
    }
  }

  get isBlank() {
    return this.#text.trim() === "";
  }

  /** The words as they are shown. */
  get words() {
    return this.element.textContent;
  }

  #countUnchanged(blocks) {
    const links = JSON.stringify(blocks.links);
    if (links !== this.#links) {
      this.#links = links;
      return 0;
    }
    const changed = blocks.findIndex((block, index) => block.raw !== this.#drawn[index]?.raw);
    return changed < 0 ? blocks.length : changed;
  }
}
