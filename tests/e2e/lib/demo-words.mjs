// SPDX-License-Identifier: MPL-2.0
// What make demo tells the person who drives it.
export const WORDS = {
  en: {
    steps: ({ user, password, service }) => `
A Firefox with a throw-away profile is open on the portal. Three steps:

  1. Log in as ${user} with the password ${password}, press "Issue", and when the
     certificate is ready, "Download the certificate".
  2. On 【STEP2】 press the nss-helper button in the toolbar, "Turn on for this site",
     and allow it.
  3. Choose the strength of the key and press "Get the certificate". Then log in
     with it: ${service}

To stop: close that Firefox, or press Ctrl-C here. Nothing of it stays.
`,
    noScreen: 'Firefox could not open a window. Without a screen: make demo HEADLESS=1',
    ended: 'The demo has ended; its profile is gone.',
  },
  ja: {
    steps: ({ user, password, service }) => `
使い捨てのプロファイルの Firefox で、ポータルを開きました。手順は 3 つです。

  1. ユーザー名 ${user}、パスワード ${password} でログインし、「発行」を押します。
     準備ができたら「証明書をダウンロード」を押します。
  2. 【STEP2】の画面で、ツールバーの nss-helper のボタンを押し、「このサイトで
     有効にする」を選んで許可します。
  3. 鍵の強度を選び、「証明書を受け取る」を押します。届いた証明書で次のサービスに
     ログインできます: ${service}

終了するには、この Firefox を閉じるか、ここで Ctrl-C を押してください。後には何も残りません。
`,
    noScreen: 'Firefox のウィンドウを開けません。画面がない場合は make demo HEADLESS=1 をお使いください。',
    ended: 'デモを終了し、プロファイルを削除しました。',
  },
};
