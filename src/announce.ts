/** What the operator is told on the terminal at start; the log itself goes on in JSON. */
export function announcement(options: { url: string; sandbox: boolean; password: string | null }): string {
  const { url, sandbox, password } = options
  const lines = [`Gần Dân listens: chat ${url}/chat · console ${url}/console`]
  if (sandbox) {
    lines.unshift(
      '┌──────────────────────────────────────────────────────────────────────────┐',
      '│  SANDBOX: no account of Zalo or Messenger is set. Nothing reaches a real  │',
      '│  person; calls go to a built-in fake of both platforms.                   │',
      '└──────────────────────────────────────────────────────────────────────────┘',
    )
  }
  if (password)
    lines.push(
      `Console: user admin, password ${password} (shown this once; set CONSOLE_ADMIN_PASSWORD to choose your own)`,
    )
  return lines.join('\n')
}
