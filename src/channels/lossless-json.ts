/** A number of 16 digits or more, standing where a JSON value stands. May also match inside a string: then only time is lost. */
const LONG_NUMBER = /[:[,]\s*-?\d{16,}/

/**
 * Parses JSON without losing the digits of large ids: an integer beyond 2^53 becomes its text as written. Platforms send
 * ids of 17 to 20 digits, now and then as bare numbers. Throws a `SyntaxError` as `JSON.parse` does.
 */
export function parseLossless(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text)
  // `context.source` is the number as written (https://github.com/tc39/proposal-json-parse-with-source, in Node since 21).
  return JSON.parse(text, function keepDigits(
    this: unknown,
    _key: string,
    value: unknown,
    context?: { source?: string },
  ) {
    return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? context?.source
      : value
  } as (this: unknown, key: string, value: unknown) => unknown)
}
