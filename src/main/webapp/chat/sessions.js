const memory = new Map();

/** The session of a place, kept in the browser so that a reload goes on with it. */
export function sessionOf(place) {
  const key = keyOf(place);
  return memory.get(key) ?? stored((storage) => storage.getItem(key)) ?? undefined;
}

export function rememberSession(place, sessionId) {
  const key = keyOf(place);
  memory.set(key, sessionId);
  stored((storage) => storage.setItem(key, sessionId));
}

export function forgetSession(place) {
  const key = keyOf(place);
  memory.delete(key);
  stored((storage) => storage.removeItem(key));
}

/** Browsers may refuse storage, or have none left: then a session lasts as long as the page. */
function stored(use) {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}

function keyOf({ account, agent }) {
  return `parley.session:${account}/${agent}`;
}
