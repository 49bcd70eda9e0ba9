/** What parts log with (pino fits). Fields hold ids of accounts and rows, codes and counts; never texts, names, phones or tokens. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  debug(fields: object, message: string): void
}

/** For commands, whose own words are all that is to be read. */
export const silentLog: Log = { info() {}, warn() {}, error() {}, debug() {} }
