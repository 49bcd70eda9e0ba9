import { sql } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import type { Account, Channel, Pace, SendOutcome, SendRequest, TokenRenewal } from '../../src/core/channel.ts'
import { type AccountId, accountIdOf, type ContactId, type ProvinceId } from '../../src/core/ids.ts'
import type { Log } from '../../src/core/log.ts'
import { BEHIND_WEBHOOKS_MS, TimeSlice } from '../../src/core/time-slice.ts'
import type { Db } from '../../src/db/open.ts'
import type { OutboxPurpose } from '../../src/db/schema.ts'
import { createLocalLocks } from '../../src/jobs/local-locks.ts'
import type { Locks } from '../../src/jobs/locks.ts'
import { createPostgresLocks } from '../../src/jobs/postgres-locks.ts'
import { claimDue } from '../../src/outbox/claim.store.ts'
import { insertOutbox } from '../../src/outbox/outbox.store.ts'
import { createSender } from '../../src/outbox/sender.ts'
import { describeOnBothEngines, type EngineContext } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { account, NOW, otherAccount, person, sealer } from '../support/samples.ts'

type Answer = SendOutcome | Error
/** What the platform answers to a call: the first by the order of calls. */
type Script = (request: SendRequest, call: number) => Answer | Promise<Answer>

const SENT: SendOutcome = { type: 'sent', externalId: 'mid' }
const FAST: Pace = { perSecond: 10_000, burst: 1000 }

function failed(reason: Extract<SendOutcome, { type: 'failed' }>['reason'], retryAfterMs?: number): SendOutcome {
  const outcome = { type: 'failed', reason, code: '-1', detail: 'scripted' } as const
  return retryAfterMs === undefined ? outcome : { ...outcome, retryAfterMs }
}

/** A platform of two accounts (and `more`) that answers by the script and remembers the calls. */
function createPlatform(
  script: Script,
  options: { pace?: Pace; renew?: () => Promise<TokenRenewal>; more?: number } = {},
) {
  const calls: { key: string; contact: ContactId; atMs: number }[] = []
  const seen = { underWay: 0, most: 0 }
  const pace = options.pace ?? FAST
  const others = Array.from({ length: options.more ?? 0 }, (_, number) => accountIdOf('zalo-oa', `${9000 + number}`))
  const accounts: Account[] = [account, otherAccount, ...others].map((id) => ({
    id,
    province: 'gia-lai' as ProvinceId,
    pace,
  }))
  const channel: Channel = {
    type: 'zalo-oa',
    accounts,
    readWebhook: () => ({ type: 'ignored', reason: 'this platform sends no events' }),
    render: (message) => [{ body: message }],
    async send(request) {
      calls.push({ key: request.key, contact: request.contact, atMs: performance.now() })
      seen.most = Math.max(seen.most, ++seen.underWay)
      try {
        const answer = await script(request, calls.length)
        if (answer instanceof Error) throw answer
        return answer
      } finally {
        seen.underWay -= 1
      }
    },
    ...(options.renew ? { renewToken: options.renew } : {}),
  }
  return { channel, calls, seen, keys: () => calls.map((call) => call.key) }
}

interface SceneOptions {
  locks?: Locks
  db?: Db
  onOutcome?: (outcome: SendOutcome) => void
}

function createScene(context: EngineContext, channel: Channel, options: SceneOptions = {}) {
  const clock = { ms: NOW, now: () => clock.ms }
  const errors: string[] = []
  const log: Log = { info: () => {}, warn: () => {}, debug: () => {}, error: (_, message) => errors.push(message) }
  const outcomes: [AccountId, SendOutcome][] = []
  const sender = createSender([channel], {
    db: options.db ?? context.db,
    sealer,
    locks: options.locks ?? createLocalLocks(),
    slice: new TimeSlice(BEHIND_WEBHOOKS_MS),
    clock,
    chance: () => 0,
    log,
    maxInFlight: 8,
    onOutcome: (of, outcome) => {
      outcomes.push([of, outcome])
      options.onOutcome?.(outcome)
    },
  })
  onTestFinished(() => sender.stop())
  return { sender, clock, errors, outcomes }
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

describeOnBothEngines('sender', (context) => {
  const put = (contact: ContactId, key: string, purpose: OutboxPurpose = 'reply') =>
    insertOutbox(context.db, sealer, [{ contact, purpose, key, part: { body: key } }], NOW)
  const rows = async () => {
    const found = await context.db.selectFrom('outbox').select(['key', 'status', 'attempts']).orderBy('id').execute()
    return found.map((row) => `${row.key} ${row.status} ${row.attempts}`)
  }

  it('sends one message at a time to a person, in order, and to several people at once', async () => {
    const active = new Set<ContactId>()
    let overlaps = 0
    const { channel, keys, seen } = createPlatform(async ({ contact }) => {
      if (active.has(contact)) overlaps += 1
      active.add(contact)
      await wait(5)
      active.delete(contact)
      return SENT
    })
    for (let round = 0; round < 4; round++) for (let who = 0; who < 12; who++) await put(person(who), `${who}-${round}`)

    createScene(context, channel).sender.start()

    await eventually(() => expect(keys()).toHaveLength(48))
    for (let who = 0; who < 12; who++)
      expect(keys().filter((key) => key.startsWith(`${who}-`))).toEqual([0, 1, 2, 3].map((round) => `${who}-${round}`))
    expect(overlaps).toBe(0)
    expect(seen.most).toBe(8)
    await eventually(async () =>
      expect(new Set((await rows()).map((row) => row.slice(-6)))).toEqual(new Set(['sent 1'])),
    )
  })

  it('records an attempt before its call, and makes no call within a transaction', async () => {
    const seenDuringCall: string[][] = []
    const { channel } = createPlatform(async () => {
      seenDuringCall.push(await rows())
      // Were the claim's transaction still open, this write would wait for it, and it for this call.
      await context.db.updateTable('outbox').set({ failure_detail: 'touched' }).where('key', '=', 'k').execute()
      return SENT
    })
    await put(person(1), 'k')
    createScene(context, channel).sender.start()
    await eventually(async () => expect(await rows()).toEqual(['k sent 1']))
    expect(seenDuringCall).toEqual([['k sending 1']])
  })

  it('keeps the pace: the burst at once, the others one after the other', async () => {
    const { channel, calls } = createPlatform(() => SENT, { pace: { perSecond: 40, burst: 4 } })
    for (let who = 0; who < 12; who++) await put(person(who), `k${who}`)
    const { sender, clock } = createScene(context, channel)
    const began = performance.now()
    const ticking = setInterval(() => {
      clock.ms = NOW + Math.round(performance.now() - began)
    }, 1)
    onTestFinished(() => clearInterval(ticking))

    sender.start()
    await eventually(() => expect(calls).toHaveLength(12))

    const at = calls.map((call) => call.atMs - began)
    expect(at[3]).toBeLessThan(100)
    // Eight more at forty a second take 200 ms; a timer may be a little early.
    expect((at[11] ?? 0) - (at[3] ?? 0)).toBeGreaterThan(170)
  })

  it('answers at once while announcements of all accounts take every slot', async () => {
    const held: (() => void)[] = []
    const { channel, keys } = createPlatform(
      ({ key }) => (key.startsWith('b') ? new Promise((resolve) => held.push(() => resolve(SENT))) : SENT),
      { more: 40 },
    )
    for (const { id } of channel.accounts)
      for (let who = 0; who < 10; who++) await put(person(who, id), `b ${id} ${who}`, 'broadcast')
    const { sender } = createScene(context, channel)
    const letGo = () => {
      for (const end of held.splice(0)) end()
    }
    let letting: NodeJS.Timeout | undefined
    onTestFinished(() => {
      letting ??= setInterval(letGo, 5)
      return sender.stop().finally(() => clearInterval(letting))
    })
    sender.start()
    await eventually(() => expect(held.length).toBeGreaterThan(240))
    await wait(50)
    expect(held.length).toBeLessThanOrEqual(256)

    // One that came too late for a slot: which they are, storage decides.
    const late = channel.accounts.find(({ id }) => !keys().some((key) => key.startsWith(`b ${id} `)))?.id ?? account
    await put(person(99, late), 'answer')
    sender.wake(late)
    await eventually(() => expect(keys()).toContain('answer'))
    letting = setInterval(letGo, 5)
    await eventually(() => expect(keys()).toHaveLength(421))
  })

  it('has no second burst when it goes on right after another process was killed', async () => {
    const pace: Pace = { perSecond: 1, burst: 4 }
    const before = createPlatform(() => SENT, { pace })
    for (let who = 0; who < 12; who++) await put(person(who), `k${who}`)
    createScene(context, before.channel).sender.start()
    await eventually(() => expect(before.calls).toHaveLength(4))

    const after = createPlatform(() => SENT, { pace })
    const { sender, clock } = createScene(context, after.channel)
    clock.ms += 100
    sender.start()
    await wait(100)
    expect(after.calls).toEqual([])
    clock.ms += 2000
    await eventually(() => expect(after.calls).toHaveLength(2))
  })

  it('is told of a message that is put in later', async () => {
    const { channel, keys } = createPlatform(() => SENT)
    const { sender } = createScene(context, channel)
    sender.start()
    await wait(50)
    await put(person(1), 'later')
    sender.wake(account)
    await eventually(() => expect(keys()).toEqual(['later']), 500)
  })

  it('tries again when its time has come, and not before', async () => {
    const { channel, keys } = createPlatform((_, call) => (call === 1 ? failed('retry_later') : SENT))
    await put(person(1), 'first')
    await put(person(1), 'second')
    const { sender, clock, outcomes } = createScene(context, channel)
    sender.start()
    await eventually(async () => expect(await rows()).toEqual(['first queued 1', 'second queued 0']))

    clock.ms += 999
    sender.wake(account)
    await wait(50)
    expect(keys()).toEqual(['first'])

    clock.ms += 1
    sender.wake(account)
    await eventually(async () => expect(await rows()).toEqual(['first sent 2', 'second sent 1']))
    expect(outcomes.map(([of, outcome]) => [of, outcome.type])).toEqual([
      [account, 'failed'],
      [account, 'sent'],
      [account, 'sent'],
    ])
  })

  it('rests while a person’s later messages wait behind one that is tried again later', async () => {
    const { channel } = createPlatform(() => failed('retry_later', 60_000))
    await put(person(1), 'first')
    await put(person(1), 'second')
    let queries = 0
    const counting = context.db.withPlugin({
      transformQuery: ({ node }) => {
        queries += 1
        return node
      },
      transformResult: async ({ result }) => result,
    })
    createScene(context, channel, { db: counting }).sender.start()
    await eventually(async () => expect(await rows()).toEqual(['first queued 1', 'second queued 0']))

    queries = 0
    await wait(300)
    expect(queries).toBeLessThan(10)
  })

  it('renews the token once for twenty messages that meet its refusal together', async () => {
    let token = 'old'
    let renewals = 0
    const { channel, calls } = createPlatform(
      async () => {
        const mine = token
        await wait(10)
        return mine === 'old' ? failed('token_invalid') : SENT
      },
      {
        renew: async () => {
          renewals += 1
          await wait(30)
          token = 'new'
          return { type: 'renewed' }
        },
      },
    )
    for (let who = 0; who < 20; who++) await put(person(who), `k${who}`)
    createScene(context, channel).sender.start()

    await eventually(async () => expect((await rows()).every((row) => row.endsWith('sent 1'))).toBe(true))
    expect(renewals).toBe(1)
    expect(calls.length).toBe(28)
  })

  it.each([
    {
      name: 'whose renewal fails',
      renew: async (): Promise<TokenRenewal> => ({ type: 'failed', cure: 'set ZALO_REFRESH_TOKEN', final: true }),
      error: 'the account token could not be renewed',
    },
    {
      name: 'that cannot be renewed',
      renew: undefined,
      error: 'the platform refuses the account token: set a new one',
    },
  ])('rests with a token $name, and costs the messages no try', async ({ renew, error }) => {
    let refused = true
    const { channel, keys } = createPlatform(() => (refused ? failed('token_invalid') : SENT), renew ? { renew } : {})
    await put(person(1), 'k1')
    const { sender, clock, errors } = createScene(context, channel)
    sender.start()
    await eventually(() => expect(errors).toContain(error))
    await eventually(async () => expect(await rows()).toEqual(['k1 queued 0']))

    const before = keys().length
    clock.ms += 59_000
    sender.wake(account)
    await wait(50)
    expect(keys()).toHaveLength(before)

    refused = false
    clock.ms += 1000
    sender.wake(account)
    await eventually(async () => expect(await rows()).toEqual(['k1 sent 1']))
  })

  it('lets an account rest that is over its rate, costs no try and leaves other accounts alone', async () => {
    const { channel, keys } = createPlatform(({ key }, call) =>
      key === 'a1' && call < 3 ? failed('slow_down', 10_000) : SENT,
    )
    await put(person(1), 'a1')
    const { sender, clock } = createScene(context, channel)
    sender.start()
    await eventually(() => expect(keys()).toEqual(['a1']))
    await eventually(async () => expect(await rows()).toEqual(['a1 queued 0']))

    await put(person(2), 'a2')
    await put(person(1, otherAccount), 'b1')
    clock.ms += 9_999
    sender.wake(account)
    sender.wake(otherAccount)
    await eventually(() => expect(keys()).toEqual(['a1', 'b1']))
    await wait(50)
    expect(keys()).toEqual(['a1', 'b1'])

    clock.ms += 1
    sender.wake(account)
    await eventually(async () => expect(await rows()).toEqual(['a1 sent 1', 'a2 sent 1', 'b1 sent 1']))
  })

  it('does not go on with what it had claimed when it was told to rest', async () => {
    const firstIsJudged = Promise.withResolvers<void>()
    const { channel, calls } = createPlatform(async (_, call) => {
      if (call === 1) return failed('slow_down', 60_000)
      await firstIsJudged.promise
      return SENT
    })
    for (let who = 0; who < 100; who++) await put(person(who), `k${who}`)
    let callsBeforeRest = 0
    const onOutcome = (outcome: SendOutcome) => {
      if (outcome.type !== 'failed') return
      callsBeforeRest = calls.length
      firstIsJudged.resolve()
    }
    const { sender } = createScene(context, channel, { onOutcome })
    sender.start()
    await eventually(() => expect(callsBeforeRest).toBeGreaterThan(0))
    await wait(50)
    await sender.stop()

    expect(callsBeforeRest).toBeLessThan(100)
    expect(calls).toHaveLength(callsBeforeRest)
    const states = (await rows()).map((row) => row.slice(row.indexOf(' ') + 1))
    expect(states.filter((state) => state === 'sent 1')).toHaveLength(callsBeforeRest - 1)
    expect(states.filter((state) => state === 'queued 0')).toHaveLength(100 - callsBeforeRest + 1)
  })

  it('repeats a reply whose outcome is unknown and never a broadcast', async () => {
    const { channel } = createPlatform((_, call) => (call <= 2 ? failed('unknown') : SENT))
    await put(person(1), 'reply', 'reply')
    await put(person(2), 'broadcast', 'broadcast')
    const { sender, clock } = createScene(context, channel)
    sender.start()
    await eventually(async () => expect(await rows()).toEqual(['reply queued 1', 'broadcast unknown 1']))
    clock.ms += 1000
    sender.wake(account)
    await eventually(async () => expect(await rows()).toEqual(['reply sent 2', 'broadcast unknown 1']))
  })

  it.each([
    { name: 'after a crash', prepare: () => claimDue(context.db, sealer, [{ account, limit: 10 }], NOW) },
    { name: 'in order to begin', prepare: async () => [] },
  ])('sends what it finds $name', async ({ prepare }) => {
    const { channel, keys } = createPlatform(() => SENT)
    await put(person(1), 'reply')
    await prepare()
    createScene(context, channel).sender.start()
    await eventually(() => expect(keys()).toEqual(['reply']))
  })

  it('keeps a message whose channel throws', async () => {
    const { channel } = createPlatform((_, call) => (call === 1 ? new TypeError('a bug of ours') : SENT))
    await put(person(1), 'k1')
    const { sender, clock, errors } = createScene(context, channel)
    sender.start()
    await eventually(async () => expect(await rows()).toEqual(['k1 queued 1']))
    expect(errors).toEqual(['a channel failed to send'])
    clock.ms += 1000
    sender.wake(account)
    await eventually(async () => expect(await rows()).toEqual(['k1 sent 2']))
  })

  it('records a result that storage refused at first, without sending again', async () => {
    const rename = (from: string, to: string) =>
      sql`alter table ${sql.id(from)} rename to ${sql.id(to)}`.execute(context.db)
    const { channel, keys } = createPlatform(async () => {
      await rename('outbox', 'outbox_away')
      return SENT
    })
    await put(person(1), 'k1')
    const { sender, errors } = createScene(context, channel)
    sender.start()
    await eventually(() => expect(errors).toContain('the result of a send could not be stored; trying again'))
    await rename('outbox_away', 'outbox')

    await eventually(async () => expect(await rows()).toEqual(['k1 sent 1']))
    expect(keys()).toEqual(['k1'])
  })

  it('waits at its stop for the calls under way and takes nothing new', async () => {
    const { channel, keys } = createPlatform(async () => {
      await wait(100)
      return SENT
    })
    await put(person(1), 'first')
    await put(person(1), 'second')
    const { sender } = createScene(context, channel)
    sender.start()
    await eventually(() => expect(keys()).toEqual(['first']))
    await sender.stop()
    expect(await rows()).toEqual(['first sent 1', 'second queued 0'])
    await wait(50)
    expect(keys()).toEqual(['first'])
  })

  it.runIf(context.engine === 'postgres')(
    'sends from one of two processes, and from the other when that ends',
    async () => {
      await using here = createPostgresLocks(context.url)
      await using there = createPostgresLocks(context.url)
      const one = createPlatform(() => SENT)
      const two = createPlatform(() => SENT)
      const first = createScene(context, one.channel, { locks: here })
      const second = createScene(context, two.channel, { locks: there })
      first.sender.start()
      await put(person(0), 'warm-up')
      await eventually(() => expect(one.keys()).toEqual(['warm-up']))
      second.sender.start()
      for (let who = 1; who <= 20; who++) await put(person(who), `k${who}`)
      for (const { sender } of [first, second]) sender.wake(account)
      await eventually(() => expect(one.keys()).toHaveLength(21))
      expect(two.keys()).toEqual([])

      await first.sender.stop()
      second.clock.ms += 10_000
      await put(person(1), 'after')
      await eventually(() => expect(two.keys()).toEqual(['after']))
      await second.sender.stop()
    },
  )
})
