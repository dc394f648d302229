const NEAR_PX = 32;

/** Keeps the end of a scrolling element in view while its content grows, as long as the reader stays there. */
export class Follow {
  #scroller;
  #jump;
  #following = true;
  #lastTop = 0;

  /** @param {HTMLElement} jump a button that is shown while the end is out of view */
  constructor(scroller, content, jump) {
    this.#scroller = scroller;
    this.#jump = jump;
    scroller.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    jump.addEventListener("click", () => this.toEnd());
    const resizes = new ResizeObserver(() => this.#onResize());
    resizes.observe(content);
    resizes.observe(scroller);
  }

  toEnd() {
    this.#following = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#showJump();
  }

  toStart() {
    this.#following = false;
    this.#scroller.scrollTop = 0;
    this.#showJump();
  }

  #onResize() {
    if (this.#following) {
      this.toEnd();
    } else {
      this.#showJump();
    }
  }

  /** Only the reader moves up: growth alone never does. */
  #onScroll() {
    const top = this.#scroller.scrollTop;
    if (top < this.#lastTop && this.#below() > 1) {
      this.#following = false;
    } else if (this.#below() < NEAR_PX) {
      this.#following = true;
    }
    this.#lastTop = top;
    this.#showJump();
  }

  #showJump() {
    this.#jump.hidden = this.#following || this.#below() < NEAR_PX;
  }

  #below() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight;
  }
}
