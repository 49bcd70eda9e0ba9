import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import { chars } from '../bounded-text.ts'
import type { Sequence } from '../sequence.ts'
import { accepted, invalid, refusalOf, refused, type ZaloAnswer } from './answers.ts'

const articleSchema = z.object({
  type: z.literal('normal'),
  title: chars(150),
  author: chars(50),
  description: chars(300),
  cover: z.object({ cover_type: z.literal('photo'), photo_url: z.url(), status: z.enum(['show', 'hide']) }),
  body: z
    .array(
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('text'), content: z.string().min(1) }),
        z.object({ type: z.literal('image'), url: z.url(), caption: z.string().optional() }),
        z.object({ type: z.literal('video'), url: z.url(), thumb: z.url().optional() }),
      ]),
    )
    .min(1),
  status: z.enum(['show', 'hide']).default('hide'),
  comment: z.enum(['show', 'hide']).default('show'),
})

export interface Article extends z.infer<typeof articleSchema> {
  readonly id: string
  /** UTC ms until which the platform works on it (-214). */
  readonly readyAt: number
}

/** The articles of one OA. `create` gives only a token; `verify` turns it into the id once the article is ready. */
export class Articles {
  readonly #clock: Clock
  readonly #sequence: Sequence
  readonly #processingMs: number
  readonly #byId = new Map<string, Article>()
  readonly #idByToken = new Map<string, string>()

  constructor(clock: Clock, sequence: Sequence, processingMs: number) {
    this.#clock = clock
    this.#sequence = sequence
    this.#processingMs = processingMs
  }

  find(id: string): Article | undefined {
    return this.#byId.get(id)
  }

  isReady(article: Article): boolean {
    return article.readyAt <= this.#clock.now()
  }

  create(body: unknown): ZaloAnswer {
    return this.#put(body, `ar${this.#sequence.hex()}`)
  }

  /** The whole article again: what is left out is gone. */
  update(body: unknown): ZaloAnswer {
    const id = idOf(body)
    return this.#byId.has(id) ? this.#put(body, id) : invalid('id')
  }

  verify(body: unknown): ZaloAnswer {
    const token = z.object({ token: z.string() }).safeParse(body)
    const article = token.success ? this.#byId.get(this.#idByToken.get(token.data.token) ?? '') : undefined
    if (!article) return invalid('token')
    return this.isReady(article) ? accepted({ id: article.id }) : refused(-214)
  }

  remove(body: unknown): ZaloAnswer {
    return this.#byId.delete(idOf(body)) ? accepted() : invalid('id')
  }

  detail(id: string): ZaloAnswer {
    const article = this.#byId.get(id)
    return article ? accepted(article) : invalid('id')
  }

  slice(offset: number, limit: number): ZaloAnswer {
    const medias = [...this.#byId.values()].slice(offset, offset + limit)
    return accepted({ total: this.#byId.size, medias: medias.map(({ id, title, status }) => ({ id, title, status })) })
  }

  #put(body: unknown, id: string): ZaloAnswer {
    const parsed = articleSchema.safeParse(body)
    if (!parsed.success) return refusalOf(parsed.error)
    this.#byId.set(id, { ...parsed.data, id, readyAt: this.#clock.now() + this.#processingMs })
    const token = this.#sequence.hex()
    this.#idByToken.set(token, id)
    return accepted({ token })
  }
}

function idOf(body: unknown): string {
  const parsed = z.object({ id: z.string() }).safeParse(body)
  return parsed.success ? parsed.data.id : ''
}
