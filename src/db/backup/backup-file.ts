import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { z } from 'zod'
import { AppError } from '../../core/errors.ts'

/** What a column holds, on either engine. */
export type Cell = string | number | null | Buffer

/** A backup is a list of these, in this order: the head, each table's name with its rows after it, the end. */
export type BackupPart =
  | { readonly type: 'head'; readonly takenAt: number; readonly steps: readonly string[] }
  | { readonly type: 'table'; readonly name: string; readonly columns: readonly string[] }
  | { readonly type: 'row'; readonly cells: readonly Cell[] }
  | { readonly type: 'end'; readonly rows: number }

const FORMAT = 1
const sealedCell = z.strictObject({ b64: z.base64() })
const cell = z.union([z.string(), z.number(), z.null(), sealedCell])
const line = z.union([
  z.array(cell),
  z.strictObject({ format: z.literal(FORMAT), takenAt: z.number(), steps: z.array(z.string()) }),
  z.strictObject({ table: z.string(), columns: z.array(z.string()) }),
  z.strictObject({ end: z.number() }),
])

/**
 * Writes a backup to `path`, which must not exist: lines of JSON, compressed, readable by the owner alone. The file has
 * its name only once it is whole. Throws an `AppError` when it cannot be written.
 */
export async function writeBackup(path: string, parts: AsyncIterable<BackupPart>): Promise<void> {
  const unfinished = `${path}.unfinished`
  try {
    const lines = Readable.from(linesOf(parts))
    await pipeline(lines, createGzip(), createWriteStream(unfinished, { flags: 'w', mode: 0o600 }))
    await rename(unfinished, path)
  } catch (cause) {
    await rm(unfinished, { force: true })
    if (cause instanceof AppError || (cause as NodeJS.ErrnoException).syscall === undefined) throw cause
    throw new AppError('backup', `${path} cannot be written: ${(cause as Error).message}`, { cause })
  }
}

async function* linesOf(parts: AsyncIterable<BackupPart>): AsyncGenerator<string> {
  for await (const part of parts) yield `${JSON.stringify(written(part))}\n`
}

function written(part: BackupPart): z.input<typeof line> {
  switch (part.type) {
    case 'head':
      return { format: FORMAT, takenAt: part.takenAt, steps: [...part.steps] }
    case 'table':
      return { table: part.name, columns: [...part.columns] }
    case 'row':
      return part.cells.map((value) => (Buffer.isBuffer(value) ? { b64: value.toString('base64') } : value))
    case 'end':
      return { end: part.rows }
  }
}

/** Reads a backup part by part. Throws an `AppError` that names the line for what is no backup, or not a whole one. */
export async function* readBackup(path: string): AsyncGenerator<BackupPart> {
  let number = 0
  let ended = false
  try {
    const source = createReadStream(path)
    const unzipped = createGunzip()
    // A failing source must end the reading too: `pipe` alone would leave it waiting.
    source.on('error', (error) => unzipped.destroy(error))
    for await (const text of createInterface({ input: source.pipe(unzipped) })) {
      number += 1
      const part = readLine(text)
      if (part === null) throw new AppError('backup', `${path}: line ${number} is not one of a backup.`)
      ended = part.type === 'end'
      yield part
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('backup', `${path} cannot be read as a backup (${(cause as Error).message}).`, { cause })
  }
  if (!ended) throw new AppError('backup', `${path} is cut short: it ends with line ${number}.`)
}

function readLine(text: string): BackupPart | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const { data } = line.safeParse(json)
  if (data === undefined) return null
  if (Array.isArray(data)) return { type: 'row', cells: data.map(asCell) }
  if ('format' in data) return { type: 'head', takenAt: data.takenAt, steps: data.steps }
  if ('table' in data) return { type: 'table', name: data.table, columns: data.columns }
  return { type: 'end', rows: data.end }
}

function asCell(value: z.output<typeof cell>): Cell {
  return typeof value === 'object' && value !== null ? Buffer.from(value.b64, 'base64') : value
}
