import { vietnamDate, vietnamTime } from '../core/clock.ts'
import { fill } from '../core/fill.ts'
import type { PlanReport } from '../plans/plan.schema.ts'
import type { FrequentQuestions, ProvinceFigures, Report, UnitFigures } from './report.ts'
import { durationSaid, ratingSaid, type Value } from './say-figures.ts'
import type { ReportTexts } from './texts.ts'

export interface Section {
  readonly heading: string
  readonly rows: readonly { readonly label: string; readonly value: Value }[]
}

export interface Table {
  readonly heading: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Value[])[]
}

/** A report in words, for every face that shows it. */
export interface ShownReport {
  readonly title: string
  readonly lead: readonly string[]
  readonly sections: readonly Section[]
  /** null where nobody asked for them, or nothing was asked in vain. */
  readonly frequent: Section | null
  /** null for a commune. */
  readonly communes: Table | null
  /** Said where `communes` has no row. */
  readonly noCommunes: string
  readonly due: { readonly heading: string; readonly lines: readonly string[] }
}

/** All of a report as texts and tables, for page, print and sheet alike. */
export function showReport(report: Report, texts: ReportTexts): ShownReport {
  const { period, madeAt, province } = report
  const days = { from: vietnamDate(period.from), to: vietnamDate(period.until - 1) }
  const made = { time: vietnamTime(madeAt), date: vietnamDate(madeAt) }
  return {
    title: fill(texts.title, { unit: report.name }),
    lead: [
      fill(texts.period, { ...days, ...made }),
      texts.private,
      ...(province === null ? [texts.province_only] : []),
    ],
    sections: [
      ...(province === null ? [peopleOfCommune(report, texts)] : provinceSections(province, texts)),
      ...unitSections(report, texts),
      ...(province === null ? [] : [announcements(province, texts)]),
    ],
    frequent: province?.frequent?.length ? frequent(province.frequent, texts) : null,
    communes: province === null ? null : communes(report, texts),
    noCommunes: texts.communes.empty,
    due: { heading: texts.due.heading, lines: report.due.map((one) => dueSaid(one, texts)) },
  }
}

function provinceSections({ people, messages, questions }: ProvinceFigures, { sections }: ReportTexts): Section[] {
  return [
    section(sections.people, {
      known: people.known,
      new: people.new,
      active: people.active,
      opted_out: people.optedOut,
    }),
    section(sections.messages, {
      received: messages.received,
      handled: messages.handled,
      set_aside: messages.setAside,
      sent: messages.sent,
      failed: messages.failed,
      unknown: messages.unknown,
      waiting: messages.waiting,
    }),
    section(sections.questions, { asked: questions.asked, people: questions.people, ...questions.why }),
  ]
}

function peopleOfCommune({ people }: UnitFigures, { sections }: ReportTexts): Section {
  const { heading, new: isNew, active } = sections.people
  return section({ heading, new: isNew, active }, { new: people.new, active: people.active })
}

function unitSections({ requests, visits, classes, mentors }: UnitFigures, texts: ReportTexts): Section[] {
  const { sections } = texts
  return [
    section(sections.requests, {
      opened: requests.opened,
      answered: requests.answered,
      closed: requests.closed,
      median: durationSaid(requests.medianFirstReplyMs, texts),
      passed_up: requests.passedUp,
      rating: ratingSaid(requests.rated, requests.meanRating, texts),
    }),
    section(sections.visits, visits),
    section(sections.classes, {
      classes: classes.classes,
      lessons: classes.lessons,
      places: classes.places,
      registered: classes.registered,
      present: classes.present,
      rating: ratingSaid(classes.rated, classes.stars / classes.rated, texts),
    }),
    section(sections.mentors, mentors),
  ]
}

function announcements({ announcements: { leftOut, ...counts } }: ProvinceFigures, texts: ReportTexts): Section {
  const t = texts.sections.announcements
  const { left_out: template, ...labels } = t
  const shown = section(labels, counts)
  const reasons = Object.entries(leftOut).sort(([, a], [, b]) => b - a)
  const left = reasons.map(([reason, count]) => {
    return { label: fill(template, { reason: texts.reasons[reason] ?? reason }), value: count }
  })
  return { ...shown, rows: [...shown.rows, ...left] }
}

/** The rows in the order of the texts. */
function section<Name extends string>(
  labels: Readonly<Record<Name | 'heading', string>>,
  values: Readonly<Record<Exclude<Name, 'heading'>, Value>>,
): Section {
  const names = (Object.keys(labels) as Name[]).filter((name) => name !== 'heading') as Exclude<Name, 'heading'>[]
  return { heading: labels.heading, rows: names.map((name) => ({ label: labels[name], value: values[name] })) }
}

function frequent(groups: readonly FrequentQuestions[], { frequent: t }: ReportTexts): Section {
  return {
    heading: t.heading,
    rows: groups.map(({ question, nearestTopic, people }) => ({
      label: labelOf(question, nearestTopic),
      value: people,
    })),
  }

  function labelOf(question: string | null, topic: string | null): string {
    if (question !== null) return fill(t.question, { question })
    return topic === null ? t.unlike : fill(t.near, { topic })
  }
}

function communes(report: Report, { communes: t }: ReportTexts): Table {
  return {
    heading: t.heading,
    columns: Object.values(t.columns),
    rows: report.communes.map(({ name, people, requests, visits, classes, mentors }) => [
      name,
      people.active,
      requests.opened,
      requests.answered,
      visits.asked,
      visits.done,
      classes.classes,
      classes.registered,
      classes.present,
      mentors.mentors,
      mentors.pairs,
    ]),
  }
}

function dueSaid({ who, what, to, by, before, when }: PlanReport, { due: t }: ReportTexts): string {
  const dates = (by ?? []).map(writtenOut).join(', ')
  const until = by ? fill(t.by, { dates }) : before ? fill(t.before, { date: writtenOut(before) }) : (when ?? '')
  return fill(t.line, { who, what, to, when: until }).trim()
}

/** `2026-10-20` as people read it. */
function writtenOut(day: string): string {
  return day.split('-').reverse().join('/')
}
