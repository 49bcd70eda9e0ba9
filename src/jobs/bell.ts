/**
 * Says in every process of the system that there is something to do for a name. It is only a hint, which may get lost:
 * whoever listens also looks by itself now and then.
 */
export interface Bell extends AsyncDisposable {
  ring(name: string): void
}

/** For one process: who rings is heard at once. */
export function createLocalBell(onRing: (name: string) => void): Bell {
  return { ring: onRing, async [Symbol.asyncDispose]() {} }
}
