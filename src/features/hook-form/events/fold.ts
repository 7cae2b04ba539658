/** Removes accents and case: "relatórios" is found by "relatorios". */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
