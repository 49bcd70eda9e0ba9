/** A lock that is held until given back, or until `lost` fires because the database that keeps it went away. */
export interface HeldLock {
  readonly lost: AbortSignal
  release(): Promise<void>
}

/** Locks by name that hold over all processes of the system. */
export interface Locks extends AsyncDisposable {
  /** The lock, or null while another has it. */
  tryHold(name: string): Promise<HeldLock | null>
  /** Runs `work` while nobody else runs work of that name; waits for its turn. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>
}
