import {stringify} from 'yaml'

/** A value as YAML on one line. */
export const flowText = (value: unknown): string =>
  stringify(value, {collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0}).trim()
