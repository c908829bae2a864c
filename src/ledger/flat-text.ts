/**
 * The same text in one piece. One that was put together is a tree of its parts, and everyone who reads it walks the tree
 * anew; to look at a character makes it one piece for all of them.
 */
export function flatText(text: string): string {
  text.charCodeAt(0)
  return text
}
