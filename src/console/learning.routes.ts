import { type Request, type Response, Router } from 'express'
import type { Clock } from '../core/clock.ts'
import type { ProvinceId, TopicId } from '../core/ids.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { auditLearning } from '../learning/audit.ts'
import type { LessonId, QuestionHash } from '../learning/learning.schema.ts'
import type { Learning } from '../learning/learning.ts'
import type { By } from '../learning/teach.ts'
import { closeFeedback, listFeedback } from '../requests/feedback.store.ts'
import type { FeedbackId } from '../requests/requests.schema.ts'
import { formField, formFields, type Guard } from './guard.ts'
import { type RefusedLesson, renderLearning } from './pages/learning.ts'
import type { SendPage } from './send-page.ts'
import type { Session } from './session.ts'
import type { ConsoleTexts } from './texts.ts'

const GROUPS_A_PAGE = 30
const LESSONS_A_PAGE = 30
const FEEDBACK_A_PAGE = 50

export interface LearningOptions {
  readonly db: Db
  readonly sealer: Sealer
  readonly learning: Learning
  readonly clock: Clock
  readonly texts: ConsoleTexts
  readonly guard: Guard
  readonly send: SendPage
  /** All that are served, with their names. */
  readonly provinces: readonly { readonly id: ProvinceId; readonly name: string }[]
}

type Notice = keyof ConsoleTexts['learning']['notices']

/** What was not answered: listed (which the audit log keeps), attached to topics, dismissed and undone; and people's difficulties. */
export function createLearningRoutes(options: LearningOptions): Router {
  const { db, sealer, learning, clock, texts, guard, send, provinces } = options
  const admin: By = { actor: 'admin', provinces: 'all', mayForce: true }
  const router = Router()

  router.get(
    '/',
    guard.show((request, response, session) => show(request, response, session, provinceOf(request.query.province))),
  )

  router.post(
    '/attach',
    guard.act(async (request, response, session) => {
      const { province, questions } = chosen(request)
      // The enter key after a typed topic presses the form's first button, which is a guess.
      const typed = (formField(request, 'topic') ?? '').trim()
      const topic = (typed === '' ? (formField(request, 'guess') ?? '') : typed) as TopicId
      if (questions.length === 0) return leave(response, province, 'no_question')
      if (!learning.topics(province).has(topic)) return leave(response, province, 'no_topic')
      const force = formField(request, 'force') === 'yes'
      const outcome = await learning.attach({ province, questions, topic, force }, admin, clock.now())
      if (outcome.type !== 'worse') return leave(response, province, outcome.type)
      const refused = { questions, topic, verdict: outcome.verdict }
      await show(request, response.status(409), session, province, refused)
    }),
  )

  router.post(
    '/dismiss',
    guard.act(async (request, response) => {
      const { province, questions } = chosen(request)
      if (questions.length === 0) return leave(response, province, 'no_question')
      const outcome = await learning.dismiss({ province, questions }, admin, clock.now())
      leave(response, province, outcome.type)
    }),
  )

  router.post(
    '/lessons/:id/undo',
    guard.act(async (request, response) => {
      const outcome = await learning.undo(request.params.id as LessonId, admin, clock.now())
      leave(response, chosen(request).province, outcome.type)
    }),
  )

  router.post(
    '/feedback/:id/close',
    guard.act(async (request, response) => {
      const id = request.params.id as FeedbackId
      const now = clock.now()
      const closed = await db.transaction().execute(async (trx) => {
        if (!(await closeFeedback(trx, id, now))) return false
        await auditLearning(trx, { at: now, actor: admin.actor, action: 'feedback_closed', subject: `feedback:${id}` })
        return true
      })
      leave(response, chosen(request).province, closed ? 'closed' : 'closed_before')
    }),
  )

  async function show(
    request: Request,
    response: Response,
    session: Session,
    province: ProvinceId,
    refused: RefusedLesson | null = null,
  ): Promise<void> {
    const { groups, all } = await learning.groups(province, GROUPS_A_PAGE)
    const feedback = await listFeedback(db, sealer, province, FEEDBACK_A_PAGE)
    if (groups.length + feedback.length > 0)
      await learning.noteListed(
        province,
        `${groups.length} groups, ${feedback.length} difficulties`,
        admin,
        clock.now(),
      )
    const { notices } = texts.learning
    const said = Object.keys(notices).find((name) => name === request.query.notice) as Notice | undefined
    const page = renderLearning({
      texts,
      session,
      province,
      provinces,
      groups,
      all,
      topics: learning.topics(province),
      history: await learning.history(province, LESSONS_A_PAGE),
      feedback,
      refused,
      notice: said && refused === null ? notices[said] : null,
    })
    await send.page(response, session, 'learning', page)
  }

  function chosen(request: Request): { province: ProvinceId; questions: QuestionHash[] } {
    const province = provinceOf(formField(request, 'province'))
    return { province, questions: formFields(request, 'question') as QuestionHash[] }
  }

  /** One that is served: the first where none is named. */
  function provinceOf(named: unknown): ProvinceId {
    const province = provinces.find(({ id }) => id === named) ?? provinces[0]
    if (!province) throw new Error('no province is served')
    return province.id
  }

  function leave(response: Response, province: ProvinceId, notice: Notice): void {
    response.redirect(303, `/console/learning?province=${province}&notice=${notice}`)
  }

  return router
}
