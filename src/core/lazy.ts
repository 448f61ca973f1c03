/**
 * What is made when it is first asked for, and once. What could not be made is tried anew the next time: files may be
 * missing while a server is updated, and a system may be short of handles.
 */
export interface Lazy<T> {
  (): Promise<T>;
  /** What was asked for so far, if it was. */
  made(): Promise<T> | undefined;
}

export function lazy<T>(make: () => Promise<T>): Lazy<T> {
  let made: Promise<T> | undefined;
  const get = () => {
    made ??= make().catch((thrown: unknown) => {
      made = undefined;
      throw thrown;
    });
    return made;
  };
  return Object.assign(get, { made: () => made });
}

/** Ends what was made, where it was. */
export async function disposeMade(of: Lazy<AsyncDisposable>): Promise<void> {
  await (await of.made()?.catch(() => undefined))?.[Symbol.asyncDispose]();
}
