// Keeps nothing: what node:http and a signature cost.
import { listen } from './listen.ts'

listen((_event, done) => done())
