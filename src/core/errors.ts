/**
 * An expected failure whose message already says what to do about it. Faces (HTTP, commands) show the message as it is;
 * anything else that is thrown is a bug and is logged with its stack.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * What was decided no longer fits what is stored. Thrown within the transaction of a turn, it undoes all of the turn,
 * which is then decided anew on what is stored by then.
 */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile'
  /** `subject`: what was changed, by its id: `support:…`. */
  constructor(subject: string) {
    super(`${subject} was changed by somebody else meanwhile`)
  }
}

/** A person is on an account that the settings name no more, so nothing can be sent to them. Thrown before anything is written. */
export class AccountRemoved extends Error {
  override readonly name = 'AccountRemoved'
  constructor(account: string) {
    super(`the account ${account} is no longer configured`)
  }
}

/** For `switch` over a union: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`)
}
