/** The keys of the few highest scores above 0, the highest first. */
export class Highest {
  readonly keys: number[] = [];
  private readonly scores: number[] = [];

  constructor(private readonly most: number) {}

  add(score: number, key: number): void {
    const { keys, scores, most } = this;
    if (!(score > 0) || (scores.length === most && score <= scores.at(-1)!)) return;
    let at = scores.length;
    while (at > 0 && scores[at - 1]! < score) at -= 1;
    scores.splice(at, 0, score);
    keys.splice(at, 0, key);
    if (scores.length > most) {
      scores.pop();
      keys.pop();
    }
  }
}
