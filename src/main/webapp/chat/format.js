const COUNT = new Intl.NumberFormat("en");
const SOURCES = { provider: "provider", price_book: "price book", estimate: "estimate" };
const MAX_SUMMARY = 60;

/**
 * A price as people read it. The amount stays a string: money is never a floating-point number.
 *
 * @param {{amount: string|null, currency?: string, source?: string}|undefined} cost
 */
export function formatCost(cost) {
  if (!cost?.amount) {
    return "cost unknown";
  }
  const amount = cost.amount.replace(/(\.\d{2,}?)0+$/, "$1");
  const { currency = "USD", source } = cost;
  const money = currency === "USD" ? `$${amount}` : `${amount} ${currency}`;
  return source ? `${money} · ${SOURCES[source] ?? source}` : money;
}

/** The tokens of a turn; cached ones are part of the input, reasoning ones of the output. */
export function formatTokens(usage) {
  const input = part(usage.prompt_tokens, "in", usage.cached_tokens, "cached");
  const output = part(usage.completion_tokens, "out", usage.reasoning_tokens, "reasoning");
  return `${COUNT.format(usage.total_tokens)} tokens: ${input}, ${output}`;
}

export function formatDuration(milliseconds) {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** The values of a tool's arguments in one short line. */
export function summarise(values) {
  const line = Object.values(values)
    .map((value) => (typeof value === "string" ? value : JSON.stringify(value)))
    .join(", ");
  return shorten(line, MAX_SUMMARY);
}

export function shorten(text, length) {
  return text.length > length ? `${text.slice(0, length).trimEnd()}…` : text;
}

function part(count, word, ofThem, ofThemWord) {
  const some = `${COUNT.format(count)} ${word}`;
  return ofThem > 0 ? `${some} (${COUNT.format(ofThem)} ${ofThemWord})` : some;
}
