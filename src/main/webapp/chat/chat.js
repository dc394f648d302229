import { listAccounts, listAgents, Problem } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Follow } from "./follow.js";
import { Picker } from "./picker.js";
import { hashOf, readPlace } from "./place.js";
import { showVisitor, signInAgain, takeDraft } from "./sign-in.js";
import { Transcript } from "./transcript.js";

/** The page: which agent is open, as the address says. */
class ChatPage {
  #picker;
  #newChat;
  #view;
  #opening = new AbortController();
  #conversation;
  #visitor;

  /** @param {function(string): HTMLElement} find an element of the page by its id */
  constructor(find) {
    this.#newChat = find("new-chat");
    this.#picker = new Picker({ account: find("account"), agent: find("agent") }, (place) => {
      location.hash = hashOf(place);
    });
    this.#view = {
      transcript: new Transcript(find("transcript")),
      follow: new Follow(find("scroller"), find("transcript"), find("jump")),
      announcer: find("announcer"),
      signIn: () => signInAgain(this.#view.composer.draft),
      composer: new Composer(
        { form: find("composer"), input: find("message"), send: find("send"), stop: find("stop") },
        { send: (text) => this.#conversation?.send(text), stop: () => this.#conversation?.stop() },
      ),
    };
    this.#newChat.addEventListener("click", () => this.#conversation?.startOver());
    find("skip").addEventListener("click", () => this.#view.composer.focus());
    addEventListener("hashchange", () => this.open());
    this.#visitor = { form: find("who"), name: find("who-name") };
  }

  async run() {
    await Promise.all([showVisitor(this.#visitor), this.open()]);
    this.#view.composer.draft ||= takeDraft();
  }

  /** Opens the agent that the address names, or the first there is. */
  async open() {
    const { signal } = this.#leave();
    try {
      const found = await this.#find(readPlace(location.hash), signal);
      if (found) {
        await this.#enter(found, signal);
      }
    } catch (failure) {
      this.#showFailure(failure, signal);
    }
  }

  #leave() {
    this.#opening.abort();
    this.#opening = new AbortController();
    this.#conversation?.close();
    this.#conversation = undefined;
    this.#view.composer.enabled = false;
    this.#newChat.disabled = true;
    this.#view.transcript.showLoading();
    return this.#opening;
  }

  async #find(wanted, signal) {
    const accounts = await listAccounts(signal);
    const account = wanted.account ?? accounts[0]?.slug;
    this.#picker.showAccounts(accounts, account);
    if (!accounts.some(({ slug }) => slug === account)) {
      return this.#showNobody(account ? `There is no account “${account}” here.` : "No account is set up yet.");
    }
    const agents = await listAgents(account, signal);
    const slug = wanted.agent ?? agents[0]?.slug;
    this.#picker.showAgents(agents, slug);
    const agent = agents.find((one) => one.slug === slug);
    if (!agent) {
      return this.#showNobody(slug ? `This account has no agent “${slug}”.` : "This account has no agents yet.");
    }
    return { place: { account, agent: slug }, agent };
  }

  async #enter({ place, agent }, signal) {
    history.replaceState(null, "", hashOf(place));
    document.title = `${agent.name} · Parley`;
    const conversation = new Conversation(place, agent, this.#view, () => this.open());
    await conversation.open(signal);
    this.#conversation = conversation;
    this.#newChat.disabled = false;
  }

  #showNobody(text) {
    document.title = "Parley";
    this.#view.transcript.showNobody("Nobody to talk to", text);
  }

  #showFailure(failure, signal) {
    if (signal.aborted) {
      return;
    }
    if (!(failure instanceof Problem)) {
      throw failure;
    }
    if (failure.status === 401 && this.#view.signIn()) {
      return;
    }
    this.#view.transcript.showProblem(failure, { text: "Try again", run: () => this.open() });
  }
}

await new ChatPage((id) => document.getElementById(id)).run();
