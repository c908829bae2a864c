import {openApi} from '../api/openapi.js'
import {docsPage} from './docs-page.js'

/**
 * What the server says of its API, worked out when it is first asked: that takes as long as many decisions, and anybody may ask,
 * with no key and as often as they like.
 */
export class Descriptions {
  private json: string | undefined
  private html: string | undefined

  constructor(private readonly version: string) {}

  get openApi(): string {
    this.json ??= JSON.stringify(openApi(this.version))
    return this.json
  }

  get page(): string {
    this.html ??= docsPage(this.version)
    return this.html
  }
}
