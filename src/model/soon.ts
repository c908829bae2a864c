/** What may be there already: then nobody has to wait for it, and to wait costs more than most of what is asked for. */
export type Soon<Value> = Value | Promise<Value>

export const andThen = <Value, Result>(
  value: Soon<Value>,
  next: (value: Value) => Soon<Result>,
): Soon<Result> => (value instanceof Promise ? value.then(next) : next(value))
