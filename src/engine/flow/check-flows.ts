import type { ProvinceId, TopicId } from '../../core/ids.ts'
import type { Actions } from '../action.ts'
import { checkReach } from './check-reach.ts'
import { checkStarts } from './check-starts.ts'
import { checkSteps } from './check-steps.ts'
import { checkValues } from './check-values.ts'
import type { FlowFile, FlowMistake } from './read-flows.ts'

export interface FlowSurroundings {
  readonly hasArticle: (topic: TopicId) => boolean
  readonly actions: Actions
  readonly provinces: ReadonlySet<ProvinceId>
  /** Names that every text may use: `province`. */
  readonly values: readonly string[]
  /** Ids of flows that are there but could not be read: what leads to them is not wrong for that. */
  readonly unread?: ReadonlySet<string>
}

/** Everything that reading one file alone cannot find: where steps lead, what they use, and what flows do to each other. */
export function checkFlows(files: readonly FlowFile[], surroundings: FlowSurroundings): FlowMistake[] {
  const flows = new Map(files.map((file) => [file.flow.id, file]))
  return [
    ...files.flatMap((file) => checkAbout(file, surroundings)),
    ...files.flatMap((file) => [
      ...checkSteps(file, flows, surroundings),
      ...checkReach(file, surroundings.actions),
      ...checkValues(file, flows, surroundings),
    ]),
    ...checkStarts(files, surroundings.unread ?? new Set()),
  ].sort((one, other) => one.file.localeCompare(other.file) || one.line - other.line)
}

function checkAbout({ file, flow, lineOf }: FlowFile, { hasArticle }: FlowSurroundings): FlowMistake[] {
  if (flow.about === undefined)
    return flow.offered
      ? [
          {
            file,
            line: lineOf(['offered']),
            message: `${flow.id} is offered under no article: name its topic in about`,
          },
        ]
      : []
  if (hasArticle(flow.about as TopicId)) return []
  const message = `${flow.id} is about ${flow.about}, which has no article: write one, or name another topic`
  return [{ file, line: lineOf(['about']), message }]
}
