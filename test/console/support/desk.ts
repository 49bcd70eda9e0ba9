import { scryptSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { ADMIN_PASSWORD_SETTING } from '../../../src/console/admin-password.ts'
import { type ConsoleOptions, createConsoleRouter } from '../../../src/console/console.router.ts'
import { type ConsoleTexts, readConsoleTexts } from '../../../src/console/texts.ts'
import type { AccountId, ContactId, ProvinceId } from '../../../src/core/ids.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../../src/db/open.ts'
import { insertOutbox } from '../../../src/outbox/outbox.store.ts'
import { readProvinces } from '../../../src/places/provinces.ts'
import type { Sandbox } from '../../../src/sandbox/index.ts'
import { fewLessons } from '../../learning/support/few-answers.ts'
import { broadcastDeskOver } from '../../support/broadcast-desk.ts'
import { checkIns } from '../../support/class-desk.ts'
import { consolePathFor } from '../../support/console-desk.ts'
import { reportDeskOver } from '../../support/report-desk.ts'
import { account, NOW, otherAccount, person, sealer } from '../../support/samples.ts'
import { desk as support } from '../../support/support-desk.ts'
import { Officer, PASSWORD } from './officer.ts'

export const TEXTS: ConsoleTexts = readConsoleTexts('data/messages/console.yaml')

/** At a cost that no real password should have: each login costs a millisecond. */
const HASH = scryptSync(PASSWORD, 'salt', 32, { N: 16, r: 1, p: 1 })
const STORED = `scrypt$4$1$1$${Buffer.from('salt').toString('base64')}$${HASH.toString('base64')}`

const SENT: Pick<Sandbox, 'messages'> = {
  messages: () => [
    {
      platform: 'zalo-oa',
      at: NOW,
      to: '2468',
      kind: 'list',
      text: 'Chào <b>bà con</b>',
      buttons: [{ title: 'VNeID', type: 'oa.query.hide', payload: 'x' }],
    },
  ],
}

export interface ConsoleSettings {
  readonly sandbox?: Pick<Sandbox, 'messages'> | null
  readonly publicUrl?: string
  readonly groups?: ConsoleOptions['groups']
  readonly adminPassword?: string
  readonly learning?: ConsoleOptions['learning']
  /** Of a second account; without it, that of the first. */
  readonly otherProvince?: ProvinceId
}

/** A console over a database of its own. */
export interface Desk extends AsyncDisposable {
  readonly database: Database
  readonly clock: { time: number; now: () => number }
  /** Accounts for which something was said to be due. */
  readonly woken: readonly AccountId[]
  /** Serves the console on a free port; gives its origin. */
  start(settings?: ConsoleSettings): Promise<string>
  /** Someone who is logged in, at a console of the usual settings unless another is named. */
  login(url?: string): Promise<Officer>
  /** A member of staff who came by the link that they got in their chat. */
  enter(contact: ContactId, url?: string): Promise<Officer>
  /** The audit log, as `action subject`. */
  deeds(): Promise<string[]>
  /** Dead letters by their key, with why each was given up; gives their ids. */
  addDeadLetters(failures: Readonly<Record<string, 'outside_window' | 'unknown'>>): Promise<number[]>
}

export async function openDesk(): Promise<Desk> {
  const parts = new AsyncDisposableStack()
  const database = parts.use(openDatabase('file::memory:'))
  const { db } = database
  await migrate(database)
  await db.insertInto('settings').values({ name: ADMIN_PASSWORD_SETTING, value: STORED }).execute()
  const clock = { time: NOW, now: () => clock.time }
  const woken: AccountId[] = []

  async function start(settings: ConsoleSettings = {}): Promise<string> {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    parts.defer(() => {
      server.close()
      server.closeAllConnections()
    })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const router = createConsoleRouter({
      db,
      sealer,
      support,
      checkIns,
      learning: settings.learning ?? fewLessons(db),
      clock,
      accounts: [
        { id: account, province: 'gia-lai' as ProvinceId },
        { id: otherAccount, province: settings.otherProvince ?? ('gia-lai' as ProvinceId) },
      ],
      provinces: readProvinces('data/provinces'),
      broadcastDesk: broadcastDeskOver(db),
      reportDesk: reportDeskOver(db),
      wake: (id) => woken.push(id),
      sandbox: settings.sandbox === undefined ? SENT : settings.sandbox,
      groups: settings.groups ?? null,
      adminPassword: settings.adminPassword ?? null,
      sessionKey: Buffer.alloc(32, 3),
      publicUrl: settings.publicUrl ?? url,
      texts: TEXTS,
    })
    server.on('request', express().use('/console', router))
    return url
  }

  return {
    database,
    clock,
    woken,
    start,
    async login(url) {
      const officer = new Officer(url ?? (await start()))
      const response = await officer.login()
      if (response.headers.get('location') !== '/console') throw new Error(`login answers ${response.status}`)
      return officer
    },
    async enter(contact, url) {
      const officer = new Officer(url ?? (await start()))
      const response = await officer.post(await consolePathFor(db, contact, clock.time), [])
      if (response.headers.get('location') !== '/console') throw new Error(`the link answers ${response.status}`)
      return officer
    },
    async deeds() {
      const rows = await db.selectFrom('audit_log').select(['action', 'subject']).orderBy('id').execute()
      return rows.map((row) => `${row.action} ${row.subject}`)
    },
    async addDeadLetters(failures) {
      const rows = Object.keys(failures).map((key) => ({
        contact: person(1),
        purpose: 'reply' as const,
        key,
        part: { body: { text: `Nội dung ${key} <i>` } },
      }))
      await insertOutbox(db, sealer, rows, NOW)
      for (const [key, failure] of Object.entries(failures))
        await db
          .updateTable('outbox')
          .set({ status: 'failed', failure, failure_code: '-230' })
          .where('key', '=', key)
          .execute()
      return (await db.selectFrom('outbox').select('id').orderBy('id').execute()).map((row) => row.id)
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}
