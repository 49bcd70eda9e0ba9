import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Engine } from '../../src/db/open.ts'
import { createLocalLocks } from '../../src/jobs/local-locks.ts'
import type { Locks } from '../../src/jobs/locks.ts'
import { createPostgresLocks } from '../../src/jobs/postgres-locks.ts'
import { describeOnBothEngines, type EngineContext } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'

function createLocks(engine: Engine, url: string): Locks {
  return engine === 'sqlite' ? createLocalLocks() : createPostgresLocks(url)
}

/** Ends every connection that keeps locks, as a network failure or a killed process would. */
async function cutLockSessions({ db }: EngineContext): Promise<number> {
  const cut = await sql<{ pid: number }>`
    select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and query like '%pg_try_advisory_lock%'`.execute(db)
  return cut.rows.length
}

describeOnBothEngines('locks', (context) => {
  it('lets one hold a name until it is given back', async () => {
    await using locks = createLocks(context.engine, context.url)
    const first = await locks.tryHold('a')
    expect(first?.lost.aborted).toBe(false)
    expect(await locks.tryHold('a')).toBeNull()
    await first?.release()
    const second = await locks.tryHold('a')
    expect(second).not.toBeNull()
    await second?.release()
  })

  it('gives one of many who ask together the name, and keeps names apart', async () => {
    await using locks = createLocks(context.engine, context.url)
    const asked = await Promise.all(Array.from({ length: 300 }, (_, index) => locks.tryHold(`name ${index % 100}`)))
    const held = asked.filter((lock) => lock !== null)
    expect(held).toHaveLength(100)
    await Promise.all(held.map((lock) => lock.release()))
    const again = await Promise.all(Array.from({ length: 100 }, (_, index) => locks.tryHold(`name ${index}`)))
    expect(again.filter((lock) => lock !== null)).toHaveLength(100)
  })

  it('runs work of one name one after the other', async () => {
    await using locks = createLocks(context.engine, context.url)
    let running = 0
    let most = 0
    const results = await Promise.all(
      [1, 2, 3].map((number) =>
        locks.exclusively('refresh', async () => {
          most = Math.max(most, ++running)
          await new Promise((resolve) => setTimeout(resolve, 5))
          running -= 1
          return number
        }),
      ),
    )
    expect(results).toEqual([1, 2, 3])
    expect(most).toBe(1)
  })

  it('passes a failure on and is free after it', async () => {
    await using locks = createLocks(context.engine, context.url)
    await expect(locks.exclusively('refresh', () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
    expect(await locks.exclusively('refresh', async () => 'done')).toBe('done')
  })

  describe.runIf(context.engine === 'postgres')('over two processes', () => {
    it('are held by one of them', async () => {
      await using here = createPostgresLocks(context.url)
      await using there = createPostgresLocks(context.url)
      const lock = await here.tryHold('send')
      expect(await there.tryHold('send')).toBeNull()
      await lock?.release()
      expect(await there.tryHold('send')).not.toBeNull()
      expect(await here.tryHold('send')).toBeNull()
    })

    it('run work of one name one after the other', async () => {
      await using here = createPostgresLocks(context.url)
      await using there = createPostgresLocks(context.url)
      const log: string[] = []
      const work = (name: string) => async () => {
        log.push(`${name} begins`)
        await new Promise((resolve) => setTimeout(resolve, 20))
        log.push(`${name} ends`)
      }
      await Promise.all([here.exclusively('refresh', work('here')), there.exclusively('refresh', work('there'))])
      expect([log[0]?.slice(0, -7), log[2]?.slice(0, -7)]).toEqual([log[1]?.slice(0, -5), log[3]?.slice(0, -5)])
    })

    it('are free at once when the other one ends', async () => {
      await using here = createPostgresLocks(context.url)
      const there = createPostgresLocks(context.url)
      await there.tryHold('send')
      expect(await here.tryHold('send')).toBeNull()
      await there[Symbol.asyncDispose]()
      await eventually(async () => expect(await here.tryHold('send')).not.toBeNull())
    })

    it('are lost together when the connection breaks, and can be had again', async () => {
      await using here = createPostgresLocks(context.url)
      const first = await here.tryHold('send a')
      const second = await here.tryHold('send b')
      expect(await cutLockSessions(context)).toBe(1)
      await eventually(async () => expect([first?.lost.aborted, second?.lost.aborted]).toEqual([true, true]))

      const again = await here.tryHold('send a')
      expect(again?.lost.aborted).toBe(false)
      // What was lost cannot take away what is held now.
      await first?.release()
      await using there = createPostgresLocks(context.url)
      expect(await there.tryHold('send a')).toBeNull()
      expect(await there.tryHold('send b')).not.toBeNull()
    })

    it('leave no connection behind', async () => {
      const locks = createPostgresLocks(context.url)
      await locks.tryHold('send')
      await cutLockSessions(context)
      await eventually(async () => expect(await locks.tryHold('send')).not.toBeNull())
      await locks[Symbol.asyncDispose]()
      await eventually(async () => expect(await cutLockSessions(context)).toBe(0))
    })
  })
})

describe('locks without a server', () => {
  it('say so each time', async () => {
    await using locks = createPostgresLocks('postgres://postgres@127.0.0.1:1/postgres')
    await expect(locks.tryHold('send')).rejects.toThrow('ECONNREFUSED')
    await expect(locks.tryHold('send')).rejects.toThrow('ECONNREFUSED')
  })
})
