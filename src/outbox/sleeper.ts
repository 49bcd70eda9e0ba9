/** A sleep that can be cut short. */
export interface Sleeper {
  /** Sleeps for `ms` or until roused, which it then says; not at all once it is time to stop. */
  sleep(ms: number): Promise<boolean>
  rouse(): void
}

/** For one who sleeps at a time. */
export function createSleeper(stop: AbortSignal): Sleeper {
  let rouse: () => void = () => {}
  return {
    rouse: () => rouse(),
    sleep(ms) {
      if (stop.aborted) return Promise.resolve(true)
      return new Promise((resolve) => {
        const end = (roused: boolean) => {
          clearTimeout(timer)
          rouse = () => {}
          resolve(roused)
        }
        const timer = setTimeout(end, ms, false)
        rouse = () => end(true)
      })
    },
  }
}
