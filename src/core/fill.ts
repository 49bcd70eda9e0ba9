/** Puts values into a text's `{{names}}`. A name without a value is a mistake of the text's author and throws. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`the text uses {{${name}}}, which has no value here: ${text.slice(0, 60)}`)
    return value
  })
}
