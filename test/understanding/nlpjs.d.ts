declare module '@nlpjs/core' {
  export function containerBootstrap(): Promise<object>
}

declare module '@nlpjs/nlu' {
  interface Options {
    readonly locale: string
    readonly container: object
    readonly log: boolean
    readonly useNoneFeature: boolean
  }

  export class NluNeural {
    constructor(options: Options)
    train(corpus: readonly { readonly utterance: string; readonly intent: string }[]): Promise<unknown>
    process(
      text: string,
    ): Promise<{ readonly classifications: readonly { readonly intent: string; readonly score: number }[] }>
  }
}
