/** The folder that the process works in. */
import { realpathSync } from 'node:fs';

/** No thread and no process starts in a folder that was deleted, as an agent's work tree is: then any other will do. */
export function leaveLostFolder(): void {
  try {
    realpathSync.native('.');
  } catch {
    process.chdir('/');
  }
}
