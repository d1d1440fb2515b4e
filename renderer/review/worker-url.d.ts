/** The address of a script that vite builds as a worker of its own. */
declare module "*?worker&url" {
  const address: string;
  export default address;
}
interface Window {
  trustedTypes?: {
    createPolicy(
      name: string,
      rules: { createScriptURL(url: string): string },
    ): { createScriptURL(url: string): unknown };
  };
}
