import type { Broadcast } from '../../broadcasts/broadcast.ts'
import type { Run } from '../../broadcasts/run.store.ts'
import type { HeldLock, Locks } from '../../jobs/locks.ts'
import { forgetSession, readAccount, readSession, saveLogin, saveProgress } from './account.store.ts'
import { findNextGroup } from './find-post.ts'
import { saveGroups } from './group.store.ts'
import { createLine } from './line.ts'
import { endLogin, type PostingOptions, postNext } from './post-next.ts'
import type { GroupConnection, GroupTransport, TransportFailure, Tried, ZaloGroup } from './transport.ts'

export interface ZaloGroupsOptions extends PostingOptions {
  readonly locks: Locks
  readonly transport: GroupTransport
}

/** The personal account that posts into groups: what the console and the minute's chores need of it. */
export interface ZaloGroups {
  /** Begins to look what is to be posted, unless the last look still goes on. Failures are logged. */
  look(): void
  /** Ends when the look under way does. */
  looked(): Promise<void>
  /** Shows a QR code, through the account's progress, and logs in once it is scanned. A login under way gives way. */
  startLogin(): Promise<void>
  /** Ends when the login under way does. */
  loggedIn(): Promise<void>
  /** Asks Zalo for the groups anew. */
  refreshGroups(): Promise<Tried<readonly ZaloGroup[]>>
  /** Throws the session away, and with it any login under way. */
  forget(): Promise<void>
  /** Whether a run of an announcement still has groups to go to: it then stays open, so that it can be stopped. */
  isStillPosting(broadcast: Broadcast, run: Run): Promise<boolean>
  stop(): Promise<void>
}

/** Posts for the one personal account of the system; of several processes, one at a time. */
export function createZaloGroups(options: ZaloGroupsOptions): ZaloGroups {
  const { db, sealer, clock, locks, log, transport } = options
  const line = createLine({
    db,
    sealer,
    transport,
    onTakenOver: (login) => {
      endLogin(options, login, 'taken_over').catch((error) => log.error({ err: error }, 'a lost login was not noted'))
    },
  })
  let lock: HeldLock | null = null
  let looking: Promise<void> | null = null
  let login = { signal: new AbortController(), done: Promise.resolve() }
  let stopping = false

  /** Two connections of one account throw each other out: the process that first looked keeps it. */
  async function isKeeper(): Promise<boolean> {
    if (lock?.lost.aborted) {
      lock = null
      line.close()
    }
    lock ??= await locks.tryHold('zalo groups')
    return lock !== null
  }

  async function lookOnce(): Promise<void> {
    try {
      if (await isKeeper()) await postNext(options, line)
    } catch (error) {
      log.error({ err: error }, 'Zalo groups could not be looked after; it is tried again in a minute')
    }
  }

  async function logIn(signal: AbortSignal): Promise<void> {
    // One after the other, so that a slow write of an earlier step does not hide a later one.
    let steps = saveProgress(db, sealer, { step: 'starting' }, clock.now())
    const tried = await transport.loginByQr((step) => {
      if (signal.aborted) return
      const progress = step.type === 'code' ? { step: step.type, image: step.image } : { step: step.type }
      steps = steps.then(() => saveProgress(db, sealer, progress, clock.now()))
    }, signal)
    await steps
    if (signal.aborted) return tried.type === 'ok' ? tried.value.close() : undefined
    if (tried.type === 'failed') {
      log.warn({ reason: tried.reason, code: tried.code }, 'a login by QR for Zalo groups failed')
      return saveProgress(db, sealer, { step: 'failed', reason: tried.reason }, clock.now())
    }
    await saveLogin(db, sealer, tried.value.credentials())
    await storeGroups(tried.value)
    tried.value.close()
  }

  async function storeGroups(connection: GroupConnection): Promise<Tried<readonly ZaloGroup[]>> {
    const listed = await connection.listGroups()
    if (listed.type === 'ok') await saveGroups(db, sealer, listed.value, clock.now())
    return listed
  }

  return {
    look() {
      if (stopping) return
      looking ??= lookOnce().finally(() => {
        looking = null
      })
    },
    looked: async () => {
      await looking
    },
    async startLogin() {
      login.signal.abort()
      await login.done
      const signal = new AbortController()
      const done = logIn(signal.signal).catch((error) =>
        log.error({ err: error }, 'a login by QR for Zalo groups broke'),
      )
      login = { signal, done }
    },
    loggedIn: () => login.done,
    async refreshGroups() {
      const account = await readAccount(db, sealer, clock.now())
      if (account.status !== 'ready') return failed('logged_out')
      const tried = await transport.loginAgain(await readSession(db, sealer))
      const listed = tried.type === 'ok' ? await storeGroups(tried.value) : tried
      if (tried.type === 'ok') tried.value.close()
      if (listed.type === 'failed' && listed.reason === 'logged_out')
        await endLogin(options, account.loginNumber, 'expired')
      return listed
    },
    async forget() {
      login.signal.abort()
      await forgetSession(db)
    },
    async isStillPosting(broadcast, run) {
      const now = clock.now()
      const { status, posting } = await readAccount(db, sealer, now)
      return posting && status !== 'none' && (await findNextGroup(options, broadcast, run, now)) !== null
    },
    async stop() {
      stopping = true
      login.signal.abort()
      await Promise.all([looking, login.done])
      line.close()
      await lock?.release()
    },
  }
}

function failed(reason: TransportFailure): Tried<never> {
  return { type: 'failed', reason, code: 'session' }
}
