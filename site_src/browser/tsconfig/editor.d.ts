// The parts of two packages without types that the editor uses.
declare module "turndown" {
  interface Rule {
    filter: string | string[] | ((node: HTMLElement) => boolean);
    replacement: (content: string, node: Node) => string;
  }
  export default class TurndownService {
    constructor(options: Record<string, string>);
    use(plugin: (service: TurndownService) => void): this;
    addRule(key: string, rule: Rule): this;
    turndown(body: Node): string;
    escape(text: string): string;
  }
}
declare module "@joplin/turndown-plugin-gfm" {
  export function tables(service: import("turndown").default): void;
}
