/** Chromium knows no scheme that an application invents. So a window's pages lie at an https origin that no network has,
 *  and addresses are translated wherever they cross between Chromium and the application. */
const ending = "stand-in.invalid";
const custom = new Map<string, Electron.Privileges>();

export function addScheme(scheme: string, privileges: Electron.Privileges): void {
  custom.set(scheme, privileges);
}

export const isCustom = (scheme: string): boolean => custom.has(scheme);

/** The address as the application writes it. */
export function ofApplication(address: string): string {
  const url = URL.parse(address);
  const [, host, scheme] = /^(?:(.+)\.)?([a-z][a-z0-9+-]*)\.stand-in\.invalid$/.exec(url?.hostname ?? "") ?? [];
  if (!url || host === undefined || scheme === undefined) return address;
  return `${scheme}://${host}${url.pathname}${url.search}${url.hash}`;
}

/** The address under which Chromium knows it. */
export function ofChromium(address: string): string {
  const [, scheme, host, rest] = /^([a-z][a-z0-9+-]*):\/\/([^/?#]+)(.*)$/i.exec(address) ?? [];
  if (scheme === undefined || !isCustom(scheme)) return address;
  return `https://${host}.${scheme}.${ending}${rest}`;
}
