import type { Clock } from '../../core/clock.ts'
import { DAY_MS } from '../../core/durations.ts'
import { isMultipart, readMultipart } from '../multipart.ts'
import type { Call } from '../platform-server.ts'
import type { Sequence } from '../sequence.ts'
import { accepted, invalid, refused, type ZaloAnswer } from './answers.ts'

const KINDS = {
  image: { types: ['image/jpeg', 'image/png'], endings: ['jpg', 'jpeg', 'png'], maxBytes: 1024 * 1024 },
  gif: { types: ['image/gif'], endings: ['gif'], maxBytes: 5 * 1024 * 1024 },
  file: {
    types: [
      'application/pdf',
      'application/msword',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'text/csv',
    ],
    endings: ['pdf', 'doc', 'docx', 'csv'],
    maxBytes: 5 * 1024 * 1024,
  },
} as const
export type UploadKind = keyof typeof KINDS

/** Uploads are kept for 7 days. */
const KEPT_MS = 7 * DAY_MS

/** The pictures and files that one OA has uploaded. */
export class Uploads {
  readonly #clock: Clock
  readonly #sequence: Sequence
  readonly #kept = new Map<string, { readonly kind: UploadKind; readonly at: number }>()

  constructor(clock: Clock, sequence: Sequence) {
    this.#clock = clock
    this.#sequence = sequence
  }

  /** `multipart/form-data` with one part `file`. Answers `attachment_id`, for files `token`. */
  async take(kind: UploadKind, call: Call): Promise<ZaloAnswer> {
    const file = await fileOf(call)
    if (!file) return invalid('file')
    const { types, endings, maxBytes } = KINDS[kind]
    const fits = (list: readonly string[], value: string): boolean => list.includes(value.toLowerCase())
    if (!fits(types, file.type) && !fits(endings, file.name.split('.').at(-1) ?? '')) return invalid('file')
    if (file.size === 0) return invalid('file')
    if (file.size > maxBytes) return refused(-210)
    const id = this.#sequence.hex()
    this.#kept.set(id, { kind, at: this.#clock.now() })
    return accepted(kind === 'file' ? { token: id } : { attachment_id: id })
  }

  /** null when the upload may be sent. */
  refusalFor(upload: { readonly id: string; readonly kind: UploadKind }): ZaloAnswer | null {
    const kept = this.#kept.get(upload.id)
    if (kept?.kind !== upload.kind) return invalid(upload.kind === 'file' ? 'token' : 'attachment_id')
    return this.#clock.now() - kept.at > KEPT_MS ? refused(-100) : null
  }
}

async function fileOf(call: Call): Promise<File | null> {
  const file = isMultipart(call) ? (await readMultipart(call))?.get('file') : null
  return file instanceof File ? file : null
}
