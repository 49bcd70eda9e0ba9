import { z } from 'zod'
import type { Article, ArticleStep, ArticleWay } from '../../core/channel.ts'
import type { AccountId } from '../../core/ids.ts'
import { cutAtWord } from '../text-limits.ts'
import type { CallAnswer } from './api-call.ts'
import { httpRefusal, networkRefusal, refusalOf } from './errors.ts'

const MAX_AUTHOR = 50
const MAX_TITLE = 150
const MAX_DESCRIPTION = 300

const text = z.union([z.string(), z.number()]).transform(String)
const token = z.object({ token: z.string().min(1) })
const articleId = z.object({ id: text })
const messageId = z.object({ message_id: text })

/** An article's way to the followers: `create` gives a token, `verify` the id once Zalo has processed it. */
export function createArticleWay(
  post: (account: AccountId, call: { path: string; body: object }) => Promise<CallAnswer>,
): ArticleWay {
  const step = async <T>(answer: Promise<CallAnswer>, shape: z.ZodType<T>, id: (data: T) => string) =>
    stepOf(await answer, shape, id)
  return {
    create: (account, article) =>
      step(post(account, { path: '/v2.0/article/create', body: articleBody(article) }), token, (data) => data.token),
    verify: (account, given) =>
      step(post(account, { path: '/v2.0/article/verify', body: { token: given } }), articleId, (data) => data.id),
    sendToFollowers: (account, id) =>
      step(post(account, { path: '/v2.0/oa/message', body: broadcastBody(id) }), messageId, (data) => data.message_id),
  }
}

/** Shown to all, for the readers of the broadcast open it in the OA's page. */
function articleBody({ title, author, description, coverUrl, text: content }: Article) {
  return {
    type: 'normal',
    title: cutAtWord(title, MAX_TITLE),
    author: cutAtWord(author, MAX_AUTHOR),
    description: cutAtWord(description, MAX_DESCRIPTION),
    cover: { cover_type: 'photo', photo_url: coverUrl, status: 'show' },
    body: [{ type: 'text', content }],
    status: 'show',
    comment: 'hide',
  }
}

function broadcastBody(id: string) {
  const payload = { template_type: 'media', elements: [{ media_type: 'article', attachment_id: id }] }
  return { recipient: { target: { gender: '0' } }, message: { attachment: { type: 'template', payload } } }
}

function stepOf<T>(answer: CallAnswer, shape: z.ZodType<T>, id: (data: T) => string): ArticleStep {
  const failed = (code: string, { reason, detail }: ReturnType<typeof refusalOf>): ArticleStep => {
    return { type: 'failed', reason, code, detail }
  }
  switch (answer.type) {
    case 'accepted': {
      const data = shape.safeParse(answer.data)
      return data.success ? { type: 'done', id: id(data.data) } : failed('answer', httpRefusal(200))
    }
    case 'refused':
      return failed(String(answer.code), refusalOf(answer.code))
    case 'unreadable':
      return failed(`http ${answer.status}`, httpRefusal(answer.status))
    case 'unanswered':
      return failed(answer.code, networkRefusal(answer.code))
  }
}
