import type { ClassLinks } from './classes/desk/class-desk.ts'
import { createClassLinks } from './classes/desk/class-links.ts'
import type { ConsoleDesk } from './console/console-desk.ts'

/** Where the console stands on our site, and in it the page that lets a member of staff in. */
export const CONSOLE = '/console'
export const CONSOLE_ENTRY = '/vao'

/** Addresses of all our pages that staff are pointed to in chat. */
export type StaffLinks = ClassLinks & ConsoleDesk['links']

/** Addresses under the site's own, which is known only once the server listens. */
export function createStaffLinks(publicUrl: () => string): StaffLinks {
  return {
    ...createClassLinks(publicUrl),
    console: (token) => `${publicUrl()}${CONSOLE}${CONSOLE_ENTRY}/${token}`,
  }
}
