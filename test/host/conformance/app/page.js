window.pageOwn = 'page';
window.bridgeAtStart = typeof window.bridge;
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.effectiveDirective));
const out = document.querySelector('#out');
window.bridge.on('menu', (text) => {
  out.textContent = `menu ${text}`;
});
document.querySelector('#file').addEventListener('change', (event) => {
  window.picked = event.target.files[0];
});
out.textContent = 'ready';
