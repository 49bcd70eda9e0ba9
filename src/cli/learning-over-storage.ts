import { join } from 'node:path'
import { loadAnswers } from '../answers/load-answers.ts'
import { readConfig } from '../config.ts'
import { createIds } from '../core/ids.ts'
import { silentLog } from '../core/log.ts'
import { deriveKey } from '../data-key.ts'
import { flowSamples, readFlowFolder } from '../engine/flow/read-flows.ts'
import { loadLearning } from '../learning/load-learning.ts'
import { createQuestionIndex, QUESTION_KEY } from '../learning/question-index.ts'
import { openStorage } from '../storage.ts'
import type { OpenLearning } from './commands/learn.ts'

/** The learning loop over the storage of the settings, as the server has it. */
export const learningOverStorage: OpenLearning = async ({ root, env, now }) => {
  await using parts = new AsyncDisposableStack()
  const storage = parts.use(await openStorage(readConfig(env), silentLog))
  const answers = loadAnswers(root, flowSamples(readFlowFolder(join(root, 'flows')).files))
  const learning = loadLearning(
    root,
    {
      db: storage.database.db,
      sealer: storage.sealer,
      ids: createIds(now),
      questionIndex: createQuestionIndex(deriveKey(storage.dataKey, QUESTION_KEY)),
    },
    answers,
  )
  await learning.catchUp()
  const open = parts.move()
  return { ...learning, [Symbol.asyncDispose]: () => open.disposeAsync() }
}
