import { ELSEWHERE_FROM, MIN_LEAD } from '../../../src/answers/decide.ts'
import { heldOutSamples, type Judged, numbersOf, SIGNS, tuningQuestions } from './judged.ts'
import { fitLogistic } from './logistic.ts'

/** A question counts as much as four sample sentences: those are shorter and plainer than what people type. */
const WEIGHT = { samples: 1, questions: 4 } as const
const ANSWER_FROM = [0.65, 0.7, 0.75, 0.8, 0.85]
const CLARIFY_FROM = [0.5, 0.6, 0.65, 0.7, 0.75]

const all = [...heldOutSamples(), ...tuningQuestions()].flatMap((judged) => {
  const signs = numbersOf(judged)
  return signs ? [{ ...judged, signs }] : []
})
const weightsFor = (is: (judged: Judged) => boolean) =>
  fitLogistic(all.map((judged) => ({ signs: judged.signs, is: is(judged), weight: WEIGHT[judged.from] })))
const certainty = weightsFor(({ best }) => best)
const ours = weightsFor(({ best, offered }) => best || offered)

print('CERTAINTY', certainty)
print('OURS', ours)
console.log('shares in per cent: of ours right / right or offered / wrong, of others answered / declined')
for (const answerFrom of ANSWER_FROM) {
  for (const clarifyFrom of CLARIFY_FROM) {
    const shares = (['samples', 'questions'] as const).map((from) => sharesOf(from, answerFrom, clarifyFrom))
    console.log(`answer from ${answerFrom}, clarify from ${clarifyFrom}: ${shares.join(' | ')}`)
  }
}

function sharesOf(from: Judged['from'], answerFrom: number, clarifyFrom: number): string {
  const some = all.filter((one) => one.from === from)
  const outcomes = some.map(({ signs, evidence, best, offered, ours: isOurs }) => {
    const lead = signs[SIGNS.indexOf('lead')] ?? 0
    const near = evidence.bestElsewhere < ELSEWHERE_FROM * (evidence.candidates[0]?.score ?? 0)
    const answered = near && likely(certainty, signs) >= answerFrom && lead >= MIN_LEAD
    const asked = near && !answered && likely(ours, signs) >= clarifyFrom
    return { isOurs, answered, best, helped: (answered && best) || (asked && offered), declined: !answered && !asked }
  })
  const share = (isOurs: boolean, is: (outcome: (typeof outcomes)[number]) => boolean) => {
    const those = outcomes.filter((outcome) => outcome.isOurs === isOurs)
    return ((100 * those.filter(is).length) / those.length).toFixed(1)
  }
  const right = share(true, ({ answered, best }) => answered && best)
  const wrong = share(true, ({ answered, best }) => answered && !best)
  const helped = share(true, (outcome) => outcome.helped)
  const others = `${share(false, ({ answered }) => answered)} / ${share(false, ({ declined }) => declined)}`
  return `${from} ${right} / ${helped} / ${wrong}, ${others}`
}

function likely(weights: readonly number[], signs: readonly number[]): number {
  return 1 / (1 + Math.exp(-[1, ...signs].reduce((sum, sign, at) => sum + sign * (weights[at] ?? 0), 0)))
}

function print(name: string, weights: readonly number[]): void {
  const names = ['base', ...SIGNS]
  console.log(`${name}: { ${names.map((sign, at) => `${sign}: ${weights[at]?.toFixed(2)}`).join(', ')} }`)
}
