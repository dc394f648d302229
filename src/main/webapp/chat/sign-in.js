const ME = new URL("../auth/me", import.meta.url);
const SIGN_IN = new URL("../auth/sign-in", import.meta.url);
const DRAFT = "parley.draft";
const LEFT_AT = "parley.left-at";

/** Somebody who comes back from a sign-in and is refused again at once is not sent there in a circle. */
const CIRCLE_MS = 20_000;

let visitor;

/**
 * Shows who is signed in, with a way to sign out.
 *
 * @param {{form: HTMLFormElement, name: HTMLElement}} place hidden while nobody has to sign in
 */
export async function showVisitor({ form, name }) {
  visitor = await readVisitor();
  if (visitor?.can_sign_out) {
    name.textContent = visitor.name ?? visitor.id;
    form.hidden = false;
  }
}

/**
 * Sends the visitor to sign in, and back to this place.
 *
 * @param {string} [draft] what was written and not sent; it waits for the same visitor
 * @returns {boolean} false when that was tried just now
 */
export function signInAgain(draft = "") {
  const now = Date.now();
  const leftAt = Number(stored((storage) => storage.getItem(LEFT_AT)) ?? 0);
  if (now - leftAt < CIRCLE_MS) {
    return false;
  }
  stored((storage) => {
    storage.setItem(LEFT_AT, String(now));
    if (draft !== "") {
      storage.setItem(DRAFT, JSON.stringify({ id: visitor?.id, text: draft }));
    }
  });
  const { pathname, search, hash } = location;
  location.assign(`${SIGN_IN}?${new URLSearchParams({ to: pathname + search + hash })}`);
  return true;
}

/** What this visitor had written before the sign-in; it is handed out once. */
export function takeDraft() {
  const draft = stored((storage) => JSON.parse(storage.getItem(DRAFT)));
  stored((storage) => storage.removeItem(DRAFT));
  return draft && draft.id === visitor?.id ? draft.text : "";
}

async function readVisitor() {
  try {
    const response = await fetch(ME, { headers: { Accept: "application/json" }, cache: "no-store" });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

/** Browsers may refuse storage: then nothing waits. */
function stored(use) {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}

/** A page that the browser kept for its back button may be of somebody who has signed out since. */
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) {
    location.reload();
  }
});
