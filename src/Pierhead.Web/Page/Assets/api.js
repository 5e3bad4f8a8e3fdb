// The API as the page asks it: the token of this tab, bounded waits, and problem documents (RFC 9457) as one sentence.

const tokenKey = 'pierhead.token';
const patience = 10_000;

export class TokenNeeded extends Error {}

/** The node answered, and its answer is a problem. */
export class Problem extends Error {}

export const token = {
  get value() { return sessionStorage.getItem(tokenKey); },
  keep(text) { sessionStorage.setItem(tokenKey, text); },
  forget() { sessionStorage.removeItem(tokenKey); },
};

export async function ask(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== '' && value != null));
  const headers = { Accept: 'application/json' };
  if (token.value) {
    headers.Authorization = `Bearer ${token.value}`;
  }

  const response = await fetch(`api/v1/${path}?${query}`, {
    headers, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(patience),
  });
  if (response.status === 401) {
    throw new TokenNeeded();
  }

  const body = await response.json().catch(() => null);
  if (!response.ok) {
    throw new Problem(body?.detail || body?.title || `The node answered ${response.status}.`);
  }

  if (body === null) {
    throw new Problem('The node answered with something that is not JSON.');
  }

  return body;
}
