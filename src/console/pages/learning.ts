import { html } from 'hono/html'
import { fill } from '../../core/fill.ts'
import type { ProvinceId, TopicId } from '../../core/ids.ts'
import type { Unanswered } from '../../engine/run-turn.ts'
import type { Verdict } from '../../learning/guard.ts'
import type { QuestionHash } from '../../learning/learning.schema.ts'
import type { ShownGroup } from '../../learning/learning.ts'
import type { ToldLesson } from '../../learning/lesson.store.ts'
import type { Feedback } from '../../requests/feedback.store.ts'
import type { Session } from '../session.ts'
import type { ConsoleTexts } from '../texts.ts'
import { csrfField, type Html, mistakeAt, type Outcome, renderOutcome, withMistake } from './layout.ts'
import { dateAndTime } from './times.ts'

/** A lesson that the guard refused. */
export interface RefusedLesson {
  readonly questions: readonly QuestionHash[]
  readonly topic: TopicId
  readonly verdict: Verdict
}

/** What was typed as a topic and is none. */
export interface MistypedTopic {
  readonly questions: readonly QuestionHash[]
  readonly typed: string
}

export interface LearningPage {
  readonly texts: ConsoleTexts
  readonly session: Session
  readonly province: ProvinceId
  /** All that are served, with their names. */
  readonly provinces: readonly { readonly id: ProvinceId; readonly name: string }[]
  readonly groups: readonly ShownGroup[]
  /** How many groups there are, shown or not. */
  readonly all: number
  /** What questions can be attached to. */
  readonly topics: ReadonlyMap<TopicId, string>
  readonly history: readonly ToldLesson[]
  readonly feedback: readonly Feedback[]
  /** Of staff, as the audit log names them. */
  readonly names: ReadonlyMap<string, string>
  readonly refused: RefusedLesson | null
  readonly mistyped: MistypedTopic | null
  /** Whether they may teach it nevertheless. */
  readonly mayForce: boolean
  readonly outcome: Outcome | null
}

/** More ways to ask the same than this teach nothing new. */
const MAX_SHOWN_WORDINGS = 20

/** What was not answered, the most frequent first, each with where it may be attached; what was decided; and people's difficulties. */
export function renderLearning(page: LearningPage): Html {
  const { texts, groups, all, topics, outcome, refused, provinces, province } = page
  const t = texts.learning
  return html`<h1>${t.heading}</h1>
<p class="lead">${t.lead}</p>
${provinces.length > 1 && html`<nav aria-label="${t.provinces}">${provinces.map(({ id, name }) => html`<a href="/console/learning?province=${id}"${id === province && html` aria-current="page"`}>${name}</a>`)}</nav>`}
${renderOutcome(outcome)}
${refused && verdictOf(page, refused)}
${groups.length === 0 && html`<p class="empty">${t.empty}</p>`}
<datalist id="topics">${[...topics].map(([id, title]) => html`<option value="${id}">${title}</option>`)}</datalist>
<ul class="cards">${groups.map((group) => card(page, group))}</ul>
${all > groups.length && html`<p class="quiet">${fill(t.more, { count: String(all - groups.length) })}</p>`}
<h2>${t.history.heading}</h2>
${historyOf(page)}
<h2>${t.feedback.heading}</h2>
${feedbackOf(page)}`
}

function card({ texts, session, province, topics, mistyped }: LearningPage, group: ShownGroup): Html {
  const t = texts.learning
  const [first] = group.questions
  const wrongly = mistyped && group.questions.some(({ hash }) => mistyped.questions.includes(hash)) ? mistyped : null
  const mistake = wrongly && t.notices.no_topic
  const mistakeId = `topic-mistake-${first.hash}`
  const wrong = [...new Set(group.questions.flatMap(({ wrongTopics }) => wrongTopics))].map(
    (id) => topics.get(id) ?? id,
  )
  const facts = [
    ...whyOf(texts, group),
    ...(wrong.length > 0 ? [fill(t.wrong, { topics: wrong.join(', ') })] : []),
    fill(t.last, { time: dateAndTime(group.lastAt) }),
  ]
  return html`<li><div>
<p><strong>${first.question}</strong></p>
<p class="quiet">${fill(t.people, { count: String(group.people) })}: ${facts.join(' · ')}</p>
<form class="reply" method="post" action="/console/learning/attach">${csrfField(session)}<input type="hidden" name="province" value="${province}">
${group.questions.slice(0, MAX_SHOWN_WORDINGS).map(({ hash, question }) => html`<label><input type="checkbox" name="question" value="${hash}"${(wrongly?.questions.includes(hash) ?? true) && ' checked'}> ${question}</label>`)}
<div class="deeds">${group.guesses.map((topic) => html`<button name="guess" value="${topic}">${fill(t.attach_to, { title: topics.get(topic) ?? topic })}</button>`)}</div>
<div class="deeds"><input name="topic" list="topics" placeholder="${t.topic}" aria-label="${t.topic}" value="${wrongly?.typed ?? ''}"${withMistake(mistakeId, mistake)}>${mistakeAt(mistakeId, mistake)}<button class="plain">${t.attach}</button>
<button class="plain" formaction="/console/learning/dismiss">${t.dismiss}</button></div></form></div></li>`
}

function whyOf(texts: ConsoleTexts, { questions }: ShownGroup): string[] {
  const { why } = texts.learning
  return (Object.keys(why) as Unanswered[]).flatMap((reason) => {
    const count = questions.reduce((sum, question) => sum + question.why[reason], 0)
    return count > 0 ? [fill(why[reason], { count: String(count) })] : []
  })
}

function verdictOf(
  { texts, session, province, topics, mayForce }: LearningPage,
  { questions, topic, verdict }: RefusedLesson,
): Html {
  const t = texts.learning.verdict
  const { before, after, suffered } = verdict
  const title = topics.get(topic) ?? topic
  const force = html`<form method="post" action="/console/learning/attach">${csrfField(session)}<input type="hidden" name="province" value="${province}"><input type="hidden" name="force" value="yes">
${questions.map((hash) => html`<input type="hidden" name="question" value="${hash}">`)}<button class="plain" name="guess" value="${topic}">${t.force}</button></form>`
  return html`<section class="problem" role="alert">
<p><strong>${fill(t.heading, { title })}</strong></p>
<p>${fill(t.right, { before: String(before.right), after: String(after.right), all: String(verdict.questions) })} ${fill(t.wrong, { before: String(before.wrong), after: String(after.wrong) })}</p>
<p>${t.suffered}</p>
<ul>${suffered.map((one) => html`<li>${one.question} (${one.topic === null ? t.not_ours : (topics.get(one.topic) ?? one.topic)})</li>`)}</ul>
${mayForce ? force : html`<p>${t.no_force}</p>`}
</section>`
}

function historyOf({ texts, session, topics, history, province, names }: LearningPage): Html {
  const t = texts.learning.history
  if (history.length === 0) return html`<p class="empty">${t.empty}</p>`
  const nameOf = (actor: string) => names.get(actor) ?? (actor === 'admin' ? texts.who.admin : actor)
  const lesson = (one: ToldLesson) => {
    const what = one.topic === null ? t.dismissed : fill(t.attached, { title: topics.get(one.topic) ?? one.topic })
    const facts = [
      fill(t.made, { name: nameOf(one.madeBy), time: dateAndTime(one.madeAt) }),
      ...(one.forced ? [t.forced] : []),
      ...(one.undoneAt === null
        ? []
        : [
            fill(t.undone, {
              name: nameOf(one.undoneBy ?? ''),
              time: dateAndTime(one.undoneAt),
            }),
          ]),
    ]
    return html`<li><div>
<p><strong>${what}</strong></p>
<p>${one.questions.map(({ question }) => question).join(' · ')}</p>
<p class="quiet">${facts.join(' · ')}</p>
${one.undoneAt === null && html`<form method="post" action="/console/learning/lessons/${one.id}/undo">${csrfField(session)}<input type="hidden" name="province" value="${province}"><button class="plain">${t.undo}</button></form>`}</div></li>`
  }
  return html`<ul class="cards">${history.map(lesson)}</ul>`
}

function feedbackOf({ texts, session, feedback, province }: LearningPage): Html {
  const t = texts.learning.feedback
  if (feedback.length === 0) return html`<p class="empty">${t.empty}</p>`
  return html`<ul class="cards">${feedback.map(
    ({ id, content, at }) => html`<li><div>
<p><strong>${content.procedure} · ${content.step}</strong></p>
<blockquote>${content.happened}</blockquote>
<p class="quiet">${dateAndTime(at)} ${content.photoUrl && html`<a href="${content.photoUrl}" rel="noreferrer">${t.photo}</a>`}</p>
<form method="post" action="/console/learning/feedback/${id}/close">${csrfField(session)}<input type="hidden" name="province" value="${province}"><button class="plain">${t.close}</button></form></div></li>`,
  )}</ul>`
}
