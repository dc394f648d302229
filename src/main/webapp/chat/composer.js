/** Where the reader writes. While an answer streams it takes nothing, and offers to stop the answer. */
export class Composer {
  #form;
  #input;
  #send;
  #stop;
  #enabled = false;
  #busy = false;

  /** @param {{send: function(string): void, stop: function(): void}} actions */
  constructor({ form, input, send, stop }, actions) {
    this.#form = form;
    this.#input = input;
    this.#send = send;
    this.#stop = stop;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(actions.send);
    });
    stop.addEventListener("click", () => actions.stop());
    input.addEventListener("keydown", (event) => this.#onKey(event));
    input.addEventListener("input", () => this.#fit());
  }

  set enabled(enabled) {
    this.#enabled = enabled;
    this.#show();
  }

  /** The focus goes to the stop button and back, unless the reader has it elsewhere. */
  set busy(busy) {
    const isElsewhere = this.#isFocusElsewhere();
    this.#busy = busy;
    this.#show();
    if (busy && !isElsewhere) {
      this.#stop.focus();
    } else if (!isElsewhere) {
      this.takeFocus();
    }
  }

  get draft() {
    return this.#input.value;
  }

  set draft(text) {
    this.#input.value = text;
    this.#fit();
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  /** Takes the focus when nothing else has it, but opens no keyboard on a screen that is touched. */
  takeFocus() {
    if (!this.#isFocusElsewhere() && matchMedia("(pointer: fine)").matches) {
      this.focus();
    }
  }

  #isFocusElsewhere() {
    const { activeElement } = document;
    return activeElement !== null && activeElement !== document.body && !this.#form.contains(activeElement);
  }

  #onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#form.requestSubmit();
    }
  }

  #submit(send) {
    const text = this.#input.value.trim();
    if (text !== "" && this.#enabled && !this.#busy) {
      this.draft = "";
      send(text);
    }
  }

  #show() {
    this.#input.disabled = !this.#enabled || this.#busy;
    this.#send.disabled = !this.#enabled || this.#busy || this.#input.value.trim() === "";
    this.#send.hidden = this.#busy;
    this.#stop.hidden = !this.#busy;
  }

  #fit() {
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight}px`;
    this.#show();
  }
}
