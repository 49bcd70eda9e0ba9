import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
/** The databases of three workers at once, several times over. */
const ROOM_BYTES = 2 * 1024 ** 3

/**
 * Makes a folder in memory for the files of a run of tests, where the machine has one with room: hundreds of databases are
 * made, synced and thrown away. It goes with this process. null elsewhere: the system's own folder serves too, and is slower.
 */
export function makeQuickFolder(): string | null {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    if (bavail * bsize < ROOM_BYTES) return null
    const folder = mkdtempSync(join(MEMORY, 'gan-dan-tests-'))
    // PostgreSQL, which refuses to run as root, goes through it as somebody else.
    chmodSync(folder, 0o711)
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    return folder
  } catch {
    return null
  }
}
