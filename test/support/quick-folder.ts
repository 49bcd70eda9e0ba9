import { statfsSync } from 'node:fs'

const MEMORY = '/dev/shm'
/** The databases of three workers at once, several times over. */
const ROOM_BYTES = 2 * 1024 ** 3

/**
 * A folder in memory for the files of tests, where the machine has one with room: hundreds of databases are made, synced and
 * thrown away. null elsewhere: the system's own folder serves as well, and is slower.
 */
export function quickFolder(): string | null {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= ROOM_BYTES ? MEMORY : null
  } catch {
    return null
  }
}
