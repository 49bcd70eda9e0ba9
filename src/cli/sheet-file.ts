import { readFile, writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { SHEET_KINDS, type SheetKind } from '../classes/sheets/write-class-sheet.ts'
import { AppError } from '../core/errors.ts'
import { UsageError } from './command.ts'

/** The kind of spreadsheet that a file's name asks for. */
export function sheetKindOf(path: string): SheetKind {
  const kind = SHEET_KINDS.find((one) => extname(path).toLowerCase() === `.${one}`)
  if (!kind)
    throw new UsageError(`${path}: name a file that ends in ${SHEET_KINDS.map((one) => `.${one}`).join(' or ')}.`)
  return kind
}

/** The bytes of a file. Throws an `AppError` that names it when it cannot be read. */
export async function readSheetFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new AppError('file', `${path} cannot be read (${(cause as Error).message}): check its name.`, { cause })
  }
}

/** For its owner's eyes alone: the file may hold names and phones. */
export async function writeSheetFile(path: string, bytes: Buffer): Promise<void> {
  try {
    await writeFile(path, bytes, { mode: 0o600 })
  } catch (cause) {
    throw new AppError('file', `${path} cannot be written (${(cause as Error).message}): name another place.`, {
      cause,
    })
  }
}
