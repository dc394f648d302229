import { signInAgain } from "../chat/sign-in.js";

/** What the server answered in place of what was asked for, or why it did not answer. */
export class Failure extends Error {}

/** Asks the operators' API, or the native one. */
export async function read(path) {
  let response;
  try {
    response = await fetch(`../api/${path}`, { headers: { Accept: "application/json" }, cache: "no-store" });
  } catch {
    throw new Failure("The server does not answer.");
  }
  if (response.status === 401) {
    signInAgain();
  }
  if (!response.ok) {
    throw new Failure(await reason(response));
  }
  return response.json();
}

async function reason(response) {
  try {
    const { title, detail } = await response.json();
    return `${title}: ${detail}`;
  } catch {
    return `The server answered with ${response.status}.`;
  }
}
