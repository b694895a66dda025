import { app, Menu, type MenuItemConstructorOptions } from 'electron';

/** The application menu. Items that are commands of the page are sent there by their id: one meaning, one place. */
export function installMenu(run: (command: string) => void): void {
  const command = (id: string, label: string, accelerator?: string): MenuItemConstructorOptions => ({
    id,
    label,
    ...(accelerator && { accelerator }),
    click: () => run(id),
  });
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const, label: app.name }] : []),
    {
      label: '&File',
      submenu: [
        command('workspace.open', 'Open Workspace…', 'CmdOrCtrl+O'),
        command('workspace.new', 'New Workspace…'),
        command('workspace.demo', 'Open the Demo Workspace'),
        { type: 'separator' },
        command('import.choose', 'Import Samples…', 'CmdOrCtrl+I'),
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        command('go.labeling', 'Label', 'CmdOrCtrl+1'),
        command('go.browser', 'Find', 'CmdOrCtrl+2'),
        command('go.import', 'Import', 'CmdOrCtrl+3'),
        command('go.dataset', 'Datasets', 'CmdOrCtrl+7'),
        command('go.readiness', 'Readiness', 'CmdOrCtrl+8'),
        command('go.finetune', 'Fine-tune', 'CmdOrCtrl+9'),
        command('go.evaluation', 'Evaluate', 'CmdOrCtrl+Shift+E'),
        command('go.deploy', 'Deploy', 'CmdOrCtrl+Shift+D'),
        command('go.jobs', 'Jobs', 'CmdOrCtrl+J'),
        command('go.settings', 'Settings', 'CmdOrCtrl+4'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: '&Help',
      submenu: [
        command('help.keys', 'All Keys', 'F1'),
        command('help.palette', 'All Commands', 'CmdOrCtrl+K'),
        command('help.practice', 'Practice'),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
