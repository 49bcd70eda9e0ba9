import { join } from 'node:path'
import { readTopics } from '../../../src/answers/topics.ts'
import { readYaml } from '../../../src/core/read-yaml.ts'
import { readCommunes } from '../../../src/places/communes.ts'
import { readProvinces } from '../../../src/places/provinces.ts'
import { planTextsSchema } from '../../../src/plans/describe-activities.ts'
import { readPlans } from '../../../src/plans/read-plans.ts'

export const root = join(import.meta.dirname, '../../..')

/** The plans of the project as they are, with what they may name. */
export const known = {
  topics: readTopics(join(root, 'data/topics.yaml')),
  provinces: readProvinces(join(root, 'data/provinces')),
  communes: readCommunes(root),
}
export const planFolder = join(root, 'data/plans')
export const plans = readPlans(planFolder, known)
export const texts = readYaml(join(root, 'data/messages/plans.yaml'), planTextsSchema)
