/** Marks `message.metadata` as ours: other apps on the same Page may use that field too. */
const PREFIX = 'gd:'

/** What travels in `message.metadata`; the platform returns it in the echo, its only place for a key of ours. */
export function metadataOf(key: string): string {
  return PREFIX + key
}

/** The key that `metadataOf` was given; null for anybody else's metadata. */
export function keyOfMetadata(metadata: string | null): string | null {
  return metadata?.startsWith(PREFIX) ? metadata.slice(PREFIX.length) : null
}
