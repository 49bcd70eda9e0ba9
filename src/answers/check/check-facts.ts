import type { ProvinceId } from '../../core/ids.ts'
import type { BodyLine } from '../article-body.ts'
import type { Problem, ReadArticle } from '../read-article.ts'
import { allowedBy, type Claim, claimsOf } from './claims.ts'

const LIST_NUMBER = /^\s*\d+[.)]\s/u

const NAMES: Readonly<Record<Claim['kind'], string>> = { address: 'web address', date: 'date', number: 'number' }

/**
 * Every number, date, telephone number and web address that people read stands in a fact of the article. What stands
 * only in the facts of one province may be said in that province's block alone.
 */
export function checkFacts({ file, article, body, lineOf }: ReadArticle): Problem[] {
  const factsFor = (province: ProvinceId | null): ReadonlySet<string> => {
    const sources = article.sources.filter((source) => source.province === null || source.province === province)
    return allowedBy(sources.flatMap((source) => source.facts.flatMap(claimsOf)))
  }
  const everywhere = factsFor(null)
  const anywhere = allowedBy(article.sources.flatMap((source) => source.facts.flatMap(claimsOf)))
  const limited = article.provinces !== 'all'

  const judge = (lines: readonly BodyLine[], allowed: ReadonlySet<string>): Problem[] =>
    lines.flatMap(({ text, line }) =>
      claimsOf(text.replace(LIST_NUMBER, '')).flatMap((claim): Problem[] => {
        if (allowed.has(claim.value)) return []
        if (anywhere.has(claim.value)) return limited ? [] : [onlyInProvince(file, line, claim)]
        return [missing(file, line, claim)]
      }),
    )
  return [
    ...judge([{ text: article.title, line: lineOf(['title']) }], everywhere),
    ...judge(body.main, everywhere),
    ...body.blocks.flatMap((block) => judge(block.lines, factsFor(block.province))),
    ...judge(body.more ?? [], everywhere),
  ]
}

function missing(file: string, line: number, { kind, shown }: Claim): Problem {
  const message = `the ${NAMES[kind]} "${shown}" stands in no fact of a source: add the fact that says it, or leave it out`
  return { file, line, level: 'error', message }
}

function onlyInProvince(file: string, line: number, { kind, shown }: Claim): Problem {
  const message = `the ${NAMES[kind]} "${shown}" stands only in a fact of one province: say it in that province's block`
  return { file, line, level: 'warning', message }
}
