const HASH = /^#\/([a-z0-9][a-z0-9_-]{0,62})(?:\/([a-z0-9][a-z0-9_-]{0,62}))?$/;

/** @returns {{account?: string, agent?: string}} what a link such as `#/account/agent` names */
export function readPlace(hash) {
  const [, account, agent] = HASH.exec(hash) ?? [];
  return { account, agent };
}

export function hashOf({ account, agent }) {
  return agent ? `#/${account}/${agent}` : `#/${account}`;
}
