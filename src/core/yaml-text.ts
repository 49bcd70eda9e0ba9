import { CORE_SCHEMA, load } from 'js-yaml'
import { yamlWithPlaces } from './yaml-with-places.ts'

/** A YAML text as a value; where something stands in it is found out when a message has to say so. */
export interface YamlText {
  /** null where there are errors. */
  readonly value: unknown
  /** Lines count from 1. */
  readonly errors: readonly { readonly line: number; readonly message: string }[]
  /** The line of what stands at a path, or of the nearest thing around it that is there. */
  readonly lineOf: (path: readonly PropertyKey[]) => number
}

/**
 * Reads a YAML text. Two readers, because most texts are right: js-yaml takes a fifth of the time, and this is most of a
 * start; `yaml` knows where everything stands, and is asked when something is wrong.
 */
export function readYamlText(text: string): YamlText {
  let placed: YamlText | null = null
  const place = () => {
    placed ??= placedOf(text)
    return placed
  }
  const lineOf: YamlText['lineOf'] = (path) => place().lineOf(path)
  try {
    return { value: load(text, { schema: CORE_SCHEMA }) ?? null, errors: [], lineOf }
  } catch {
    const { value, errors } = place()
    return { value, errors, lineOf }
  }
}

function placedOf(text: string): YamlText {
  const { isNode, LineCounter, parseDocument } = yamlWithPlaces()
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => lines.linePos(offset).line
  const errors = document.errors.map((error) => ({ line: lineAt(error.pos[0]), message: error.message }))
  return {
    value: errors.length > 0 ? null : document.toJS(),
    errors,
    lineOf(path) {
      for (let length = path.length; length >= 0; length--) {
        const node = document.getIn(path.slice(0, length), true)
        if (isNode(node) && node.range) return lineAt(node.range[0])
      }
      return 1
    },
  }
}
