import type {
  Closing,
  Credentials,
  Failed,
  GroupConnection,
  GroupTransport,
  QrFailure,
  TransportFailure,
  Tried,
  ZaloGroup,
} from '../channels/zalo-personal/transport.ts'
import { FAKE_QR } from './fake-qr.ts'

const GROUPS: readonly ZaloGroup[] = [
  { id: 'g1', name: 'Tổ dân phố 1', members: 112 },
  { id: 'g2', name: 'Tổ dân phố 2', members: 87 },
  { id: 'g3', name: 'Thôn Tân Lập', members: 203 },
]
/** Zalo's code for a session that is over. */
const SESSION_OVER = '600'

/** `refuse`: not posted; `break`: posted, but the answer got lost; `down`: Zalo is not reached. */
export type PostTrouble = 'refuse' | 'break' | 'down'

/** A personal account at a Zalo of its own. A session is over when another begins, as on the real one. */
export interface FakeZaloGroups extends GroupTransport {
  /** All that stands in the groups, in order. */
  readonly posts: readonly { readonly group: string; readonly text: string }[]
  /** How often somebody logged in, by QR or by a stored session. */
  readonly logins: number
  /** Lines open just now. */
  readonly openLines: number
  groups: readonly ZaloGroup[]
  /** The phone scans the code that is shown, and says yes or no. */
  scan(answer?: 'yes' | 'no'): void
  /** Nobody scanned in time. */
  expireCode(): void
  /** Ends the session; who listens is told, unless `silently`. */
  endSession(how?: 'silently'): void
  /** Breaks the line; the session goes on. */
  breakLine(): void
  /** What happens to the next posts, in order; after them all goes well. */
  trouble(...posts: readonly PostTrouble[]): void
  /** Posts wait, as on a slow line, until what is given back is called. */
  slowDown(): () => void
  /** From now on nothing is reached, or all is again. */
  setDown(down: boolean): void
}

/** With `scansItselfAfterMs` nobody needs to scan: for trying out without a phone. */
export function createFakeZaloGroups({ scansItselfAfterMs = null as number | null } = {}): FakeZaloGroups {
  const posts: { group: string; text: string }[] = []
  const troubles: PostTrouble[] = []
  const watchers = new Set<(why: Closing) => void>()
  let session = 0
  let alive = false
  let logins = 0
  let down = false
  let gate: Promise<void> | null = null
  let answerCode: ((answer: 'yes' | 'declined' | 'expired') => void) | null = null

  function failed<Reason extends TransportFailure | QrFailure>(reason: Reason, code: string): Failed<Reason> {
    return { type: 'failed', reason, code }
  }

  function tellWatchers(why: Closing): void {
    const told = [...watchers]
    watchers.clear()
    for (const tell of told) tell(why)
  }

  function connect(mine: number): GroupConnection {
    const own = new Set<(why: Closing) => void>()
    const trouble = () => {
      if (down) return failed('unavailable', 'ECONNREFUSED')
      return alive && mine === session ? null : failed('logged_out', SESSION_OVER)
    }
    logins += 1
    return {
      credentials: () => ({ cookies: [{ key: 'zpw_sek', value: `s${mine}` }], imei: 'fake-imei', userAgent: 'fake' }),
      listGroups: async () => trouble() ?? { type: 'ok', value: fake.groups },
      async post(group, text) {
        await gate
        const before = trouble()
        if (before) return before
        const meets = troubles.shift()
        if (meets === 'down') return failed('unavailable', 'ECONNREFUSED')
        if (meets === 'refuse' || !fake.groups.some(({ id }) => id === group)) return failed('refused', '166')
        posts.push({ group, text })
        return meets === 'break'
          ? failed('unknown', 'network')
          : { type: 'ok', value: { messageId: `m${posts.length}` } }
      },
      watch(onClosed) {
        own.add(onClosed)
        watchers.add(onClosed)
      },
      close() {
        for (const tell of own) watchers.delete(tell)
      },
    }
  }

  const fake: FakeZaloGroups = {
    posts,
    groups: GROUPS,
    get logins() {
      return logins
    },
    get openLines() {
      return watchers.size
    },
    async loginByQr(onStep, signal): Promise<Tried<GroupConnection, QrFailure>> {
      if (down) return failed('unavailable', 'ECONNREFUSED')
      const answer = await new Promise<'yes' | 'declined' | 'expired'>((resolve) => {
        answerCode = resolve
        signal.addEventListener('abort', () => resolve('expired'), { once: true })
        if (scansItselfAfterMs !== null) setTimeout(() => resolve('yes'), scansItselfAfterMs).unref()
        onStep({ type: 'code', image: FAKE_QR })
      })
      answerCode = null
      if (answer === 'expired') return failed('expired', 'qr')
      onStep({ type: 'scanned' })
      if (answer === 'declined') return failed('declined', '-13')
      session += 1
      alive = true
      tellWatchers('taken_over')
      return { type: 'ok', value: connect(session) }
    },
    async loginAgain({ cookies }: Credentials): Promise<Tried<GroupConnection>> {
      if (down) return failed('unavailable', 'ECONNREFUSED')
      const [cookie] = cookies as readonly { readonly value: string }[]
      if (!alive || cookie?.value !== `s${session}`) return failed('logged_out', '102')
      return { type: 'ok', value: connect(session) }
    },
    scan: (answer = 'yes') => answerCode?.(answer === 'yes' ? 'yes' : 'declined'),
    expireCode: () => answerCode?.('expired'),
    endSession(how) {
      alive = false
      if (how !== 'silently') tellWatchers('taken_over')
    },
    breakLine: () => tellWatchers('lost'),
    trouble: (...next) => troubles.push(...next),
    slowDown() {
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      return () => {
        gate = null
        resolve()
      }
    },
    setDown(is) {
      down = is
    },
  }
  return fake
}
