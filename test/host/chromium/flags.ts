/** Features that would phone home, draw over the page, or wait for a person before the page paints. */
const DISABLED_FEATURES = [
  'HttpsUpgrades',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'Translate',
];

const SWITCHES = [
  '--disable-background-networking',
  // A window that is covered or in the background keeps its timers and frames, as Electron's does for the app.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  `--disable-features=${DISABLED_FEATURES.join(',')}`,
  '--disable-infobars',
  // window.open reaches the app's handler, not a blocker.
  '--disable-popup-blocking',
  '--disable-quic',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--hide-crash-restore-bubble',
  // Nothing leaves the machine: every name but the loopback is unknown.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  '--no-default-browser-check',
  '--no-first-run',
  '--overscroll-history-navigation=0',
  '--password-store=basic',
  // Otherwise an infobar about the debugging pipe takes 56 px off the page.
  '--test-type',
  '--use-mock-keychain',
];

export const NO_SANDBOX = '--no-sandbox';

export function chromiumFlags(headless: boolean): string[] {
  const flags = [...SWITCHES];
  if (headless) flags.push('--headless=new', '--disable-gpu', '--screen-info={1920x1080}');
  // Chromium's sandbox refuses to run as root.
  if (process.getuid?.() === 0) flags.push(NO_SANDBOX);
  return flags;
}
