import { MINUTE_MS } from '../core/durations.ts'
import type { Db } from '../db/open.ts'
import type { StaffId } from '../staff/member.ts'
import { allowPageLink, findPageLink, type PageLink, usePageLink } from '../staff/page-link.store.ts'
import type { ClassId } from './class.ts'

/** How long a link to a list works. */
export const DOWNLOAD_LASTS_MS = 15 * MINUTE_MS

/** Whose link to which class's list it is. */
export interface Download {
  readonly classId: ClassId
  readonly staff: StaffId
  /** UTC ms. */
  readonly expiresAt: number
}

/** Lets a token download a list once, for a quarter of an hour. */
export async function allowDownload(
  db: Db,
  token: string,
  { classId, staff, now }: { classId: ClassId; staff: StaffId; now: number },
): Promise<void> {
  await allowPageLink(db, token, { purpose: 'class_list', about: classId, staff, expiresAt: now + DOWNLOAD_LASTS_MS })
}

/** What a token may still download; undefined for one that is unknown, used or too old: which, nobody is told. */
export async function findDownload(db: Db, token: string, now: number): Promise<Download | undefined> {
  const link = await findPageLink(db, token, 'class_list', now)
  return link && downloadOf(link)
}

/** Uses a token up and gives what it was for; undefined when it was used, or ran out, meanwhile. */
export async function useDownload(db: Db, token: string, now: number): Promise<Download | undefined> {
  const link = await usePageLink(db, token, 'class_list', now)
  return link && downloadOf(link)
}

function downloadOf({ about, staff, expiresAt }: PageLink): Download {
  return { classId: about as ClassId, staff, expiresAt }
}
