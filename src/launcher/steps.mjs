/**
 * Prints the start as numbered steps with their seconds. Notes of a step appear below its line.
 * @param {(text: string) => void} write
 */
export function createSteps(write) {
  let number = 0;
  return {
    /**
     * @template T
     * @param {string} title
     * @param {(note: (line: string) => void) => Promise<T>} work
     * @param {(result: T) => string} [summarize]
     * @returns {Promise<T>}
     */
    async run(title, work, summarize = String) {
      number += 1;
      write(`${String(number).padStart(2)}. ${title} ... `);
      const begin = performance.now();
      /** @type {string[]} */
      const notes = [];
      try {
        const result = await work((line) => notes.push(line));
        const seconds = ((performance.now() - begin) / 1000).toFixed(1);
        write(`${summarize(result)} (${seconds} s)\n`);
        for (const line of notes) write(`    ${line}\n`);
        return result;
      } catch (error) {
        write('failed\n');
        throw error;
      }
    },
  };
}
