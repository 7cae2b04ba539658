/**
 * Ports of servers that read any text as commands, also an HTTP request: mail, shells, files, directories, chat,
 * databases, caches. They never receive webhooks.
 */
const PORTS_OF_OTHER_PROTOCOLS: ReadonlySet<number> = new Set([
  ...[21, 22, 23, 25, 53, 110, 111, 119, 135, 137, 139, 143, 161, 179, 389],
  ...[445, 465, 512, 513, 514, 515, 540, 548, 554, 563, 587, 601, 636, 873, 989, 990, 993, 995],
  ...[1433, 1521, 1723, 2049, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5672, 5900, 6000],
  ...[6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 9092, 10080, 11211, 27017],
]);

export const isPortOfOtherProtocol = (port: number) => PORTS_OF_OTHER_PROTOCOLS.has(port);
