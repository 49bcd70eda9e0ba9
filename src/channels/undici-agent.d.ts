/** A part of undici by itself: the whole brings a browser's fetch and caches, 5 MB that nobody here calls. */
declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici'
  export default Agent
}
