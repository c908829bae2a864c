let segmenter: Intl.Segmenter | undefined

/** What a person sees as one character each. Made when it is asked for: the tables it needs take longer to load than a command to start. */
export function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', {granularity: 'grapheme'})
  return segmenter.segment(text)
}
