import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import type { Db } from '../../db/open.ts'
import type { Sealer } from '../../db/seal.ts'
import type { Credentials } from './transport.ts'
import type { AccountReason, AccountStatus } from './zalo-groups.schema.ts'

/** A login that nobody carried on for so long was cut off by a restart. */
const LOGIN_SHOWN_MS = 150_000

const credentialsSchema = z.object({ cookies: z.array(z.unknown()), imei: z.string(), userAgent: z.string() })
const loginSchema = z.discriminatedUnion('step', [
  z.object({ step: z.literal('starting') }),
  z.object({ step: z.literal('code'), image: z.string() }),
  z.object({ step: z.literal('scanned') }),
  z.object({ step: z.literal('failed'), reason: z.string() }),
])
/** How far a login by QR is; `image` is a PNG in base64. */
export type LoginProgress = z.infer<typeof loginSchema>

/** The personal account as storage knows it; `nextPostAt` in UTC ms. */
export interface GroupAccount {
  readonly status: AccountStatus
  readonly reason: AccountReason | null
  /** Whether an officer lets it post. */
  readonly posting: boolean
  readonly loginNumber: number
  readonly nextPostAt: number
  readonly login: LoginProgress | null
}

const NOTHING = {
  sealed_session: null,
  status: 'none',
  reason: null,
  posting: 0,
  login_number: 0,
  next_post_at: 0,
  sealed_login: null,
  login_until: 0,
} as const

/** The account; one of whom nothing is stored yet stands at `none`. */
export async function readAccount(db: Db, sealer: Sealer, now: number): Promise<GroupAccount> {
  const row = await db.selectFrom('zalo_group_account').selectAll().where('id', '=', 'main').executeTakeFirst()
  const { status, reason, posting, login_number, next_post_at, sealed_login, login_until } = row ?? NOTHING
  return {
    status,
    reason,
    posting: posting === 1,
    loginNumber: login_number,
    nextPostAt: next_post_at,
    login: sealed_login && login_until > now ? loginSchema.parse(sealer.open(sealed_login)) : null,
  }
}

/** The session of a login. Throws an `AppError` when none is stored. */
export async function readSession(db: Db, sealer: Sealer): Promise<Credentials> {
  const row = await db.selectFrom('zalo_group_account').select('sealed_session').executeTakeFirst()
  if (!row?.sealed_session)
    throw new AppError('zalo_groups_session', 'No session of the Zalo account is stored: log in by QR in the console.')
  return credentialsSchema.parse(sealer.open(row.sealed_session))
}

/** Stores the session of a new login; what was wrong with the one before is over. */
export async function saveLogin(db: Db, sealer: Sealer, credentials: Credentials): Promise<void> {
  await ensureRow(db)
  await db
    .updateTable('zalo_group_account')
    .set((eb) => ({
      sealed_session: sealer.seal(credentials),
      status: 'ready' as const,
      reason: null,
      login_number: eb('login_number', '+', 1),
      sealed_login: null,
    }))
    .execute()
}

/** Stores cookies that Zalo renewed, unless another login came meanwhile. */
export async function renewSession(db: Db, sealer: Sealer, login: number, credentials: Credentials): Promise<void> {
  await db
    .updateTable('zalo_group_account')
    .set({ sealed_session: sealer.seal(credentials) })
    .where('login_number', '=', login)
    .where('status', '=', 'ready')
    .execute()
}

/** Marks that the session of that login is over; false when it was known or another login came meanwhile. */
export async function markLoggedOut(db: Db, login: number, reason: AccountReason): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('zalo_group_account')
    .set({ status: 'logged_out', reason, sealed_session: null })
    .where('login_number', '=', login)
    .where('status', '=', 'ready')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Throws the session away; groups and their communes stay. */
export async function forgetSession(db: Db): Promise<void> {
  await ensureRow(db)
  await db
    .updateTable('zalo_group_account')
    .set((eb) => ({
      sealed_session: null,
      status: 'none' as const,
      reason: null,
      posting: 0,
      login_number: eb('login_number', '+', 1),
      sealed_login: null,
    }))
    .execute()
}

/** Lets the account post, or not; `reason` where it stops by itself. */
export async function switchPosting(db: Db, on: boolean, reason: AccountReason | null = null): Promise<void> {
  await ensureRow(db)
  await db
    .updateTable('zalo_group_account')
    .set({ posting: on ? 1 : 0 })
    .execute()
  await db.updateTable('zalo_group_account').set({ reason }).where('status', '=', 'ready').execute()
}

/** Nothing is posted before `at` (UTC ms). */
export async function postponePosting(db: Db, at: number): Promise<void> {
  await db.updateTable('zalo_group_account').set({ next_post_at: at }).execute()
}

/** Keeps how far a login has come, for the console to show. */
export async function saveProgress(db: Db, sealer: Sealer, login: LoginProgress, now: number): Promise<void> {
  await ensureRow(db)
  await db
    .updateTable('zalo_group_account')
    .set({ sealed_login: sealer.seal(login), login_until: now + LOGIN_SHOWN_MS })
    .execute()
}

async function ensureRow(db: Db): Promise<void> {
  await db
    .insertInto('zalo_group_account')
    .values({ id: 'main', ...NOTHING })
    .onConflict((oc) => oc.column('id').doNothing())
    .execute()
}
