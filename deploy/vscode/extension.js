'use strict';

// Starts `plimsoll lsp` for the open folder and shows what its command answers; everything else is the server's.

const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

const RUN_ON_LAST_DECISION = 'plimsoll.runOnLastDecision';

let client;

function command(folder) {
  const chosen = vscode.workspace.getConfiguration('plimsoll').get('command');
  if (chosen) {
    return chosen;
  }
  const beside = folder && path.join(folder, 'plimsoll');
  return beside && fs.existsSync(beside) ? beside : 'plimsoll';
}

/** The report as a page of its own; the client otherwise drops what a command answers. */
async function show(report) {
  if (typeof report === 'string') {
    const page = await vscode.workspace.openTextDocument({ language: 'markdown', content: report });
    await vscode.window.showTextDocument(page, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }
  return report;
}

async function activate(context) {
  // A folder that is not trusted must not name a program to run.
  if (!vscode.workspace.isTrusted) {
    context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(() => activate(context)));
    return;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const settings = vscode.workspace.getConfiguration('plimsoll');
  client = new LanguageClient(
    'plimsoll',
    'Plimsoll',
    { command: command(folder), args: ['lsp'], options: { cwd: folder } },
    {
      documentSelector: [
        { scheme: 'file', pattern: '**/rules/*/*.drl' },
        { scheme: 'file', pattern: '**/policies/**/*.{yaml,yml,csv}' },
      ],
      initializationOptions: { serviceUrl: settings.get('serviceUrl') },
      synchronize: {
        configurationSection: 'plimsoll',
        fileEvents: vscode.workspace.createFileSystemWatcher('**/{rules,policies}/**/*.{drl,yaml,yml,csv}'),
      },
      middleware: {
        executeCommand: async (name, args, next) => {
          const answer = await next(name, args);
          return name === RUN_ON_LAST_DECISION ? show(answer) : answer;
        },
      },
    },
  );
  await client.start();
}

async function deactivate() {
  await client?.stop();
}

module.exports = { activate, deactivate };
